import { join } from 'node:path';
import { toHumanError } from '../../common/humanError.ts';
import type { ProgramBuild, ProgramLaunchPlan, ProgramPlan } from '../../launch/launchPlan.ts';
import { createLaunch } from '../../sessions/run/createLaunch.ts';
import { PreparedLaunch } from '../../sessions/run/preparedLaunch.ts';
import type { Launch, LaunchEvents, RunStrategy } from '../../sessions/run/strategy.ts';
import { runBuildStep } from './buildStep.ts';
import { runnerErrors } from '../errors.ts';
import { type ProgramOptions, runProgram } from '../program/program.ts';
import { makeWatchedFolder, type WatchedFolder } from '../watchdog/watchedFolder.ts';

type BuiltPlan = Pick<ProgramLaunchPlan, 'program' | 'build'>;

/** Launches a program as a child process, after building it if its plan contains a build. */
export function launchProgram(
  { build, program }: BuiltPlan,
  options: ProgramOptions,
  events: LaunchEvents,
): Launch {
  if (build === undefined) return launchProcess(program, options, events);
  let built: BuiltExecutable | undefined;
  events.waiting();
  const launch = new PreparedLaunch(async (signal) => {
    built = await buildExecutable(build, program, options, (text) => events.note(text), signal);
    const { path: command } = built;
    return () => launchProcess({ ...program, command, args: build.programArgs }, options, events);
  });
  const exited = async (): Promise<number | undefined> => {
    try {
      return await launch.exited;
    } finally {
      await built?.remove();
    }
  };
  return { exited: exited(), end: () => launch.end() };
}

/**
 * Returns how to build a program while an earlier build of it runs: the launch builds it again, from what the
 * tool has cached. `undefined` if it has no build, or one that would write the running executable on Windows.
 */
export function createPreparation(
  { build, program }: BuiltPlan,
  options: ProgramOptions,
): RunStrategy['prepare'] {
  if (build === undefined) return undefined;
  if ('path' in build.output && process.platform === 'win32') return undefined;
  return async (events, signal) => {
    const built = await buildExecutable(build, program, options, events.note, signal);
    await built.remove();
  };
}

function launchProcess(plan: ProgramPlan, options: ProgramOptions, events: LaunchEvents): Launch {
  return createLaunch((ends) => runProgram(plan, options, { ...events, ...ends }));
}

interface BuiltExecutable {
  /** Absolute. */
  readonly path: string;
  /** Removes it, unless it is in the tool's own folder. */
  remove(): Promise<void>;
}

/** Builds an executable with the command of a program. Rejects with a HumanError. */
async function buildExecutable(
  { args, output }: ProgramBuild,
  program: ProgramPlan,
  options: ProgramOptions,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<BuiltExecutable> {
  const run = (chosen: readonly string[]): Promise<void> =>
    runBuildStep({ ...program, args: chosen }, options, note, signal);
  let folder: WatchedFolder | undefined;
  const remove = async (): Promise<void> => folder?.remove();
  try {
    if ('path' in output) {
      await run(args);
      return { path: output.path, remove };
    }
    folder = await makeWatchedFolder('ide-session-build-', options.watchdog);
    const path = join(folder.path, output.name);
    const [command = '', ...rest] = args;
    await run([command, output.option, path, ...rest]);
    return { path, remove };
  } catch (error) {
    await remove();
    throw toHumanError(error, runnerErrors.ProgramNotBuilt);
  }
}
