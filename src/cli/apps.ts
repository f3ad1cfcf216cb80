import { join } from 'node:path';
import { AppLaunch } from '../apps/appLaunch.ts';
import { describeDismissal, dismissal } from '../browser/page/pageDialog.ts';
import { readBrowserSettings } from '../browser/program/browserSettings.ts';
import { canPrepareProjects, type LaunchOptions } from '../apps/launch.ts';
import { prepareProject } from '../apps/prepareProject.ts';
import { LastBuilds } from '../projects/lastBuilds.ts';
import { WebServers } from '../projects/serving/webServers.ts';
import { systemClock } from '../common/clock.ts';
import type { DisposableStore } from '../common/disposable.ts';
import type { Log } from '../common/log.ts';
import { readDefault } from '../common/settings.ts';
import { WorkQueue } from '../common/workQueue.ts';
import { reportBuilds } from './buildReport.ts';
import { createPrebuildTools, type PrebuildTools } from '../host/prebuilds/prebuildTools.ts';
import { Builds } from '../dotnet/build/builds.ts';
import { Projects } from '../dotnet/evaluate/projects.ts';
import type { Dotnet } from '../dotnet/sdk/sdk.ts';
import type { BrowserLaunchPlan, LaunchContext, ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { AppLauncher } from '../processes/plainRunner.ts';
import type { HotReloadStatus } from '../wasm/hotReload/hotReloadPort.ts';
import type { ProgramOptions } from '../processes/program/program.ts';

/** How long a web server may take to listen, in milliseconds. */
const readyTimeout = 60_000;

/** What launches projects and pages, and the builds that it asks for. */
export interface PlainApps {
  readonly launcher: AppLauncher;
  readonly builds: Builds;
  readonly prebuildTools: PrebuildTools;
  readonly lastBuilds: LastBuilds;
  readonly dotnet: Dotnet;
}

/** Creates what launches projects and pages. Without a debugger, clients are served, but their pages are not opened. */
export function createApps(
  launchContext: LaunchContext,
  programOptions: ProgramOptions,
  log: Log,
  resources: DisposableStore,
  hotReload?: LaunchOptions['hotReload'],
): PlainApps {
  const dotnet = { clock: systemClock, launchContext, watchdog: programOptions.watchdog };
  const projects = resources.add(new Projects(dotnet));
  const builds = resources.add(new Builds(dotnet, projects));
  const lastBuilds = new LastBuilds();
  const options: LaunchOptions = {
    host: { clock: systemClock, log, launchContext, programOptions },
    tools: {
      dotnet,
      projects,
      builds,
      servers: new WebServers({ ...programOptions, readyTimeout }),
      buildObserver: {
        ...reportBuilds(systemClock, log),
        built: (project, issues) => lastBuilds.built(project, issues),
      },
    },
    session: {
      requestedBy: 'controller',
      controller: undefined,
      programDebugging: () => ({ kind: 'undebugged', why: 'there is no editor' }),
    },
    opening: {
      browserSettings: () => readBrowserSettings(readDefault),
      askDialog: (dialog) => {
        log.info(describeDismissal(dialog));
        return Promise.resolve(dismissal(dialog));
      },
    },
    debugging: undefined,
    hotReload,
    progress: undefined,
    candidates: undefined,
  };
  return {
    launcher: {
      launch: (plan, events) => new AppLaunch(withoutDebugger(plan), options, events),
      ...(canPrepareProjects && {
        prepare: (plan, events, signal) => prepareProject(plan, options, events, signal),
      }),
    },
    builds,
    prebuildTools: createPrebuildTools(options, builds),
    lastBuilds,
    dotnet,
  };
}

/**
 * Creates the user of hot reload without an editor. What comes of changes is in the messages of the sessions, and told
 * to `report`.
 */
export function createHotReload(
  programFolder: string,
  report: (status: HotReloadStatus) => void,
): NonNullable<LaunchOptions['hotReload']> {
  return {
    program: join(programFolder, '..', 'media', 'hotReload'),
    starts: new WorkQueue(1),
    isHeadless: true,
    isAutomatic: () => true,
    open: () => ({ show: report, dispose() {} }),
  };
}

/** Removes the page and the debugger from a plan. */
function withoutDebugger(
  plan: ProjectLaunchPlan | BrowserLaunchPlan,
): ProjectLaunchPlan | BrowserLaunchPlan {
  return plan.kind === 'project'
    ? { ...plan, mode: 'NoDebug', page: undefined }
    : { ...plan, mode: 'NoDebug' };
}
