import { basename, extname } from 'node:path';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { DebugConfiguration, ProgramPlan } from '../launch/launchPlan.ts';
import type { ProgramEvents } from '../processes/program/program.ts';
import type { Run } from '../sessions/runner.ts';

/** Whether and how a .NET program is debugged. */
export type ProgramDebugging =
  | { readonly kind: 'debugged'; readonly debugger: ProgramDebugger }
  /** It runs without a debugger. `why` continues a sentence. */
  | { readonly kind: 'undebugged'; readonly why: string };

/** A debug configuration that launches a program, with the name of the debug session. */
export interface ProgramConfiguration extends DebugConfiguration {
  readonly name: string;
}

/** The port to a debugger that launches .NET programs. */
export interface ProgramDebugger {
  /** Runs a program with `configuration` and the variables of its plan. */
  run(program: ProgramPlan, configuration: ProgramConfiguration, events: ProgramEvents): Run;
}

/** The debug type of all .NET debuggers. */
export const dotnetDebugType = 'coreclr';

type RunFacts = Pick<ProjectFacts, 'name' | 'runArguments' | 'runCommand' | 'targetPath'>;

/**
 * Returns the debug configuration of a built project: it launches the assembly if that is what the
 * project's run command starts, otherwise the run command.
 */
export function programConfiguration(
  facts: RunFacts,
  { args, command, script, workingDirectory }: ProgramPlan,
): ProgramConfiguration {
  const before = script === facts.targetPath ? argumentsBeforeOwn(facts) : undefined;
  return {
    type: dotnetDebugType,
    request: 'launch',
    // The parent session has the project's name.
    name: `${facts.name} (.NET)`,
    ...(before === undefined
      ? { program: command, args }
      : { program: script, args: args.slice(before) }),
    cwd: workingDirectory,
    console: 'internalConsole',
    // Keeps the debugger from choosing a profile itself.
    launchSettingsProfile: '',
  };
}

/** Whether a program is the built assembly of a project, rather than another one that its run command starts. */
export function startsAssembly(facts: RunFacts, { script }: ProgramPlan): boolean {
  return script === facts.targetPath && argumentsBeforeOwn(facts) !== undefined;
}

/** Returns how many arguments of a run command belong to `dotnet`, if it only starts the assembly. */
function argumentsBeforeOwn({
  runArguments,
  runCommand,
  targetPath,
}: RunFacts): number | undefined {
  const name = getName(runCommand);
  if (name === getName(targetPath)) return 0;
  if (name.toLowerCase() !== 'dotnet') return undefined;
  const place = runArguments[0] === 'exec' ? 1 : 0;
  return runArguments[place] === targetPath ? place + 1 : undefined;
}

/** Returns the name of a program without the extension of an executable or an assembly. */
function getName(path: string): string {
  const extension = extname(path);
  return basename(path, /^\.(exe|dll)$/i.test(extension) ? extension : '');
}
