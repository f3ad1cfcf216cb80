import { dotnetDebugType, type ProgramDebugging } from '../blazor/programDebugger.ts';
import { additionFor, withAddedVariables, withAddition } from '../launch/debugSettings.ts';
import type { EnvironmentVariable } from '../protocol/runSession.ts';
import { ChildProgram, type ChildProgramParts } from './childProgram.ts';
import { isDebuggerInstalled, whyWithoutDebugger } from './debuggers.ts';
import { settings } from './settings.ts';

/** What programs of one session stand on when they are debugged. */
export interface ProgramDebuggerParts extends Omit<ChildProgramParts, 'events'> {
  /** Takes what a program writes, which its own debug session shows. */
  readonly output: ChildProgramParts['events']['output'];
  /** The variables that were asked for, which no setting replaces. */
  readonly asked: readonly EnvironmentVariable[];
}

/**
 * Whatever installed extension debugs .NET. Throws a HumanError if there is none, and the user would
 * rather not run programs without one.
 */
export function programDebugging({
  asked,
  output,
  ...parts
}: ProgramDebuggerParts): ProgramDebugging {
  if (!isDebuggerInstalled(dotnetDebugType)) {
    return { kind: 'undebugged', why: whyWithoutDebugger(dotnetDebugType) };
  }
  const addition = additionFor(settings.debugConfigurations(), 'project', dotnetDebugType);
  return {
    kind: 'debugged',
    debugger: {
      run(program, configuration, events) {
        const environment = withAddedVariables(program.environment, addition, { env: asked });
        const run = new ChildProgram(
          { ...parts, events: { ...events, output } },
          { ...program, environment },
          withAddition(configuration, addition),
        );
        void run.begin();
        return run;
      },
    },
  };
}
