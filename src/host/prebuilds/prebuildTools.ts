import type { LaunchOptions } from '../../apps/launch.ts';
import type { PreparedPages } from '../../apps/prepared/preparedPages.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { Event } from '../../common/emitter.ts';
import type { Builds } from '../../dotnet/build/builds.ts';
import { getProjects } from '../../dotnet/build/restores.ts';
import { findProjectFile } from '../../dotnet/files/projectFile.ts';
import { findProjectSources } from '../../dotnet/sources/projectSources.ts';
import type { ProjectLaunchPlan } from '../../launch/launchPlan.ts';
import type { RunInputs } from '../../sessions/inputs/runInputs.ts';
import type { LaunchedSession } from '../../projects/projectLaunch.ts';
import { isMachineLoaded, readMachine } from './machineLoad.ts';

/** The port to what prepares the launches of projects. */
export interface PrebuildTools {
  /** Returns the project file of a path. Rejects with a HumanError if there is none. */
  findFile(path: string): Promise<string>;
  /**
   * Evaluates, restores and builds a project. Rejects with a HumanError if that fails. Then its page is prepared if it
   * has one, and closed when the result is disposed of.
   */
  prepare(plan: ProjectLaunchPlan, signal: AbortSignal): Promise<Disposable>;
  /** Returns the files that decide a project, as far as they are known before its first restore. */
  findInputs(project: string): Promise<RunInputs>;
  /** Returns a project and those that are built with it. */
  findProjects(project: string): Promise<readonly string[]>;
  /** Builds that starts wait for. */
  readonly builds: { readonly isWanted: boolean; readonly demand: Event<void> };
  /** The pages of projects that are prepared; absent if none are. */
  readonly pages?: Pick<PreparedPages, 'changes' | 'getState' | 'used'> | undefined;
  /** Whether the machine has no time or memory to spare. */
  isLoaded(): boolean;
}

/** A preparation launches no program: the session that claims it does. */
const unlaunched: LaunchedSession = {
  requestedBy: 'host',
  controller: undefined,
  programDebugging: () => ({ kind: 'undebugged', why: 'it is only built' }),
};

/** Creates what prepares projects with the tools of launches. */
export function createPrebuildTools(
  { candidates, host, tools }: Pick<LaunchOptions, 'candidates' | 'host' | 'tools'>,
  builds: Builds,
  pages?: PreparedPages,
): PrebuildTools {
  const ahead = {
    ...tools,
    builds: {
      build: (...[plan, , signal]: Parameters<Builds['build']>) => builds.buildAhead(plan, signal),
    },
    // Errors in files that are being edited are of no interest.
    buildObserver: {},
  };
  const options = { candidates, host, session: unlaunched, tools: ahead };
  return {
    findFile: findProjectFile,
    async prepare(plan, signal) {
      const { prepareProject } = await import('../../apps/prepareProject.ts');
      await prepareProject(plan, options, { message() {}, note() {} }, signal);
      signal.throwIfAborted();
      pages?.prepare(plan.project);
      return toDisposable(() => pages?.discard(plan.project));
    },
    findInputs: findProjectSources,
    findProjects: async (project) => (await getProjects(project)) ?? [project],
    builds,
    pages,
    isLoaded: () => isMachineLoaded(readMachine()),
  };
}
