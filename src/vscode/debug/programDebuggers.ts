import { dotnetDebugType, type ProgramDebugging } from '../../projects/programDebugger.ts';
import { type DebugAddition, withAddition } from '../../launch/user/debugSettings.ts';
import { ChildProgram, type ChildProgramParts } from '../run/childProgram.ts';
import { isDebuggerInstalled, whyWithoutDebugger } from './debuggers.ts';
import type { SettingsScope } from '../window/settings.ts';

/** What programs of one session stand on when they are debugged. */
export interface ProgramDebuggerParts extends Omit<ChildProgramParts, 'events'> {
  /** Takes what a program writes, which its own debug session shows. */
  readonly output: ChildProgramParts['events']['output'];
  /** What the user adds to the debug configuration. */
  readonly addition: DebugAddition;
  /** For which the settings are read. */
  readonly scope: SettingsScope;
}

/**
 * Whatever installed extension debugs .NET. Throws a HumanError if there is none, and the user would
 * rather not run programs without one.
 */
export function programDebugging({
  addition,
  output,
  scope,
  ...parts
}: ProgramDebuggerParts): ProgramDebugging {
  if (!isDebuggerInstalled(dotnetDebugType)) {
    return { kind: 'undebugged', why: whyWithoutDebugger(dotnetDebugType, scope) };
  }
  return {
    kind: 'debugged',
    debugger: {
      run(program, configuration, events) {
        const run = new ChildProgram(
          { ...parts, events: { ...events, output } },
          program,
          withAddition(configuration, addition),
        );
        void run.begin();
        return run;
      },
    },
  };
}
