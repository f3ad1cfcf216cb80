import { join } from 'node:path';
import { toHumanError } from '../../common/humanError.ts';
import type { ProgramBuild, ProgramLaunchPlan, ProgramPlan } from '../../launch/launchPlan.ts';
import { createLaunch } from '../../sessions/run/createLaunch.ts';
import { PreparedLaunch } from '../../sessions/run/preparedLaunch.ts';
import type { Launch, LaunchEvents } from '../../sessions/run/strategy.ts';
import { runBuildStep } from './buildStep.ts';
import { runnerErrors } from '../errors.ts';
import { type ProgramOptions, runProgram } from '../program/program.ts';
import { makeWatchedFolder, type WatchedFolder } from '../watchdog/watchedFolder.ts';

/** Launches a program as a child process, after building it if its plan contains a build. */
export function launchProgram(
  { build, program }: Pick<ProgramLaunchPlan, 'program' | 'build'>,
  options: ProgramOptions,
  events: LaunchEvents,
): Launch {
  if (build === undefined) return launchProcess(program, options, events);
  let folder: WatchedFolder | undefined;
  events.waiting();
  const launch = new PreparedLaunch(async (signal) => {
    const run = (args: readonly string[]): Promise<void> =>
      runBuildStep({ ...program, args }, options, (text) => events.note(text), signal);
    const makeFolder = async (): Promise<string> => {
      folder = await makeWatchedFolder('ide-session-build-', options.watchdog);
      return folder.path;
    };
    try {
      const command = await buildExecutable(build, run, makeFolder);
      return () => launchProcess({ ...program, command, args: build.programArgs }, options, events);
    } catch (error) {
      throw toHumanError(error, runnerErrors.ProgramNotBuilt);
    }
  });
  const exited = async (): Promise<number | undefined> => {
    try {
      return await launch.exited;
    } finally {
      await folder?.remove();
    }
  };
  return { exited: exited(), end: () => launch.end() };
}

function launchProcess(plan: ProgramPlan, options: ProgramOptions, events: LaunchEvents): Launch {
  return createLaunch((ends) => runProgram(plan, options, { ...events, ...ends }));
}

/** Resolves to the absolute path of the executable. */
async function buildExecutable(
  { args, output }: ProgramBuild,
  run: (args: readonly string[]) => Promise<void>,
  makeFolder: () => Promise<string>,
): Promise<string> {
  if ('path' in output) {
    await run(args);
    return output.path;
  }
  const path = join(await makeFolder(), output.name);
  const [command = '', ...rest] = args;
  await run([command, output.option, path, ...rest]);
  return path;
}
