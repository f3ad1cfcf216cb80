import { dotnetDebugType, type ProgramDebugging } from '../../projects/programDebugger.ts';
import { type DebugAddition, withAddition } from '../../launch/user/debugSettings.ts';
import { type ChildProgramOptions, runChildProgram } from '../run/childProgram.ts';
import { isDebuggerInstalled, explainMissingDebugger } from './debuggers.ts';
import type { SettingsScope } from '../window/settings.ts';

export interface ProgramDebuggerOptions extends Omit<ChildProgramOptions, 'events'> {
  /** Receives the output of the program, which its debug session shows. */
  readonly output: ChildProgramOptions['events']['output'];
  /** The properties that the user adds to the debug configuration. */
  readonly addition: DebugAddition;
  /** The scope of the settings. */
  readonly scope: SettingsScope;
}

/**
 * Returns the debugger of an installed extension for .NET. Throws a HumanError if there is none and the
 * settings forbid running programs without one.
 */
export function findProgramDebugging({
  addition,
  output,
  scope,
  ...options
}: ProgramDebuggerOptions): ProgramDebugging {
  if (!isDebuggerInstalled(dotnetDebugType)) {
    return { kind: 'undebugged', why: explainMissingDebugger(dotnetDebugType, scope) };
  }
  return {
    kind: 'debugged',
    debugger: {
      run: (program, configuration, events) =>
        runChildProgram(
          { ...options, events: { ...events, output } },
          program,
          withAddition(configuration, addition),
        ),
    },
  };
}
