import { basename, extname } from 'node:path';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { DebugConfiguration, ProgramPlan } from '../launch/launchPlan.ts';
import type { ProgramEvents } from '../processes/program/program.ts';
import type { Run } from '../sessions/runner.ts';

/** What becomes of a .NET program that is to be debugged. */
export type ProgramDebugging =
  | { readonly kind: 'debugged'; readonly debugger: ProgramDebugger }
  /** It runs all the same. `why` is the end of a sentence. */
  | { readonly kind: 'undebugged'; readonly why: string };

/** A program as its debugger launches it, by the name that its debug session has. */
export interface ProgramConfiguration extends DebugConfiguration {
  readonly name: string;
}

/** The port to a debugger that launches .NET programs. */
export interface ProgramDebugger {
  /** Begins to run a program by `configuration`, with the variables of its plan; it ends like any other run. */
  run(program: ProgramPlan, configuration: ProgramConfiguration, events: ProgramEvents): Run;
}

/** The debug type that .NET debuggers have in common. */
export const dotnetDebugType = 'coreclr';

type RunFacts = Pick<ProjectFacts, 'name' | 'runArguments' | 'runCommand' | 'targetPath'>;

/**
 * How a .NET debugger launches a built project: by its assembly where the project's own run command
 * starts that, else by the command itself.
 */
export function programConfiguration(
  facts: RunFacts,
  { args, command, script, workingDirectory }: ProgramPlan,
): ProgramConfiguration {
  const before = script === facts.targetPath ? argumentsBeforeOwn(facts) : undefined;
  return {
    type: dotnetDebugType,
    request: 'launch',
    // The session above it has the project's name alone.
    name: `${facts.name} (.NET)`,
    ...(before === undefined
      ? { program: command, args }
      : { program: script, args: args.slice(before) }),
    cwd: workingDirectory,
    console: 'internalConsole',
    // A debugger that knows launch settings would choose a profile by itself.
    launchSettingsProfile: '',
  };
}

/** How many arguments of a run command belong to `dotnet`, if all that it starts is the assembly. */
function argumentsBeforeOwn({
  runArguments,
  runCommand,
  targetPath,
}: RunFacts): number | undefined {
  const name = nameOf(runCommand);
  if (name === nameOf(targetPath)) return 0;
  if (name.toLowerCase() !== 'dotnet') return undefined;
  const place = runArguments[0] === 'exec' ? 1 : 0;
  return runArguments[place] === targetPath ? place + 1 : undefined;
}

/** The name of a program's file, without what makes it an executable or an assembly. */
function nameOf(path: string): string {
  const extension = extname(path);
  return basename(path, /^\.(exe|dll)$/i.test(extension) ? extension : '');
}
