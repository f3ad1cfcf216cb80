import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { orAborted } from '../common/abort.ts';
import { type FolderLink, getFolderLink, openedPath } from '../dotnet/files/folderLink.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { BrowserLaunchPlan } from '../launch/launchPlan.ts';
import type { AppPage } from './pages/appPage.ts';
import { BridgedPage } from './pages/bridgedPage.ts';
import { DebuggedPage } from './pages/debuggedPage.ts';
import { findApp } from './search/detection.ts';
import type { LaunchScope } from '../common/launchScope.ts';
import { shownPhases } from './phaseProgress.ts';
import { PlainPage } from './pages/plainPage.ts';
import type { LaunchListener, LaunchOptions, PageLaunch } from './launch.ts';
import { reportInputs } from '../projects/projectInputs.ts';
import { LiveInputs } from '../sessions/inputs/liveInputs.ts';
import type { LaunchEvents } from '../sessions/run/strategy.ts';

/**
 * Opens and debugs a page that is served elsewhere, including C# if its web root is a client or a server that
 * references one. Resolves to the browser's exit code when it has ended. Rejects with a HumanError.
 */
export async function launchBrowser(
  plan: BrowserLaunchPlan,
  options: LaunchOptions,
  events: LaunchEvents,
  scope: LaunchScope,
  listener: LaunchListener,
): Promise<number | undefined> {
  const { debugging, host, opening } = options;
  const readSince = host.clock.now();
  const phases = await shownPhases(plan.url, host.clock, options.progress, scope);
  const client =
    plan.webRoot === undefined
      ? undefined
      : await phases.measure('evaluate', () => clientAt(plan, options, scope));
  listener.evaluated(client);
  const link = plan.webRoot === undefined ? undefined : await getFolderLink(plan.webRoot);
  const live = client !== undefined && takesChanges(plan, debugging) ? new LiveInputs() : undefined;
  if (live !== undefined && client !== undefined) {
    void reportInputs(client.path, readSince, events, live, 'unmarked');
  }
  const page = createPage(plan, { client, link }, options, {
    host,
    opening,
    events,
    scope,
    phases,
    live,
  });
  await page.prepare();
  const shown = await page.show(plan.url);
  listener.shown(shown);
  events.started(shown.pid);
  return orAborted(shown.ended, scope.signal);
}

/** Whether a page of a client may take changes. Running browsers have pages in any state. */
function takesChanges(
  { mode, running }: BrowserLaunchPlan,
  debugging: LaunchOptions['debugging'],
): boolean {
  const isDebugged = mode !== 'NoDebug' && debugging?.opening === undefined;
  return isDebugged && debugging?.hotReload !== undefined && running === undefined;
}

/** Returns the client of the page, if its web root belongs to one. */
async function clientAt(
  { webRoot }: BrowserLaunchPlan,
  { candidates, tools }: LaunchOptions,
  scope: LaunchScope,
): Promise<ProjectFacts | undefined> {
  const project = webRoot === undefined ? undefined : await projectAt(webRoot);
  if (project === undefined) return undefined;
  const app = await findApp(project, tools.projects, await candidates?.(), scope.signal);
  return app?.client;
}

/** Returns the project of a web root: a project file, a folder that contains one, or the parent of `wwwroot`. */
async function projectAt(webRoot: string): Promise<string | undefined> {
  if (/\.\w*proj$/i.test(webRoot)) return webRoot;
  const folders = [webRoot, ...(basename(webRoot) === 'wwwroot' ? [dirname(webRoot)] : [])];
  for (const folder of folders) {
    const files = await readdir(folder).catch(() => []);
    if (files.some((file) => /\.csproj$/i.test(file))) return folder;
  }
  return undefined;
}

/** Returns the folder that the URLs of the page map to. */
function getRoot(
  { webRoot }: BrowserLaunchPlan,
  client: ProjectFacts | undefined,
  link: FolderLink | undefined,
): string | undefined {
  return client === undefined ? webRoot : openedPath(join(client.folder, 'wwwroot'), link);
}

/** The client of a page, with the symbolic link through which its sources were opened. */
interface Sources {
  readonly client: ProjectFacts | undefined;
  readonly link: FolderLink | undefined;
}

function createPage(
  plan: BrowserLaunchPlan,
  { client, link }: Sources,
  { debugging, tools: { dotnet } }: LaunchOptions,
  launch: PageLaunch,
): AppPage {
  const { browser: wanted, mode, running, url } = plan;
  const title = client?.name ?? plan.name;
  if (mode === 'NoDebug' || debugging === undefined) return new PlainPage(wanted, launch);
  const webRoot = getRoot(plan, client, link);
  const { attaching, opening } = debugging;
  if (opening !== undefined && client !== undefined) {
    return new BridgedPage({ title, wanted, webRoot, scope: launch.scope, debugger: opening });
  }
  const browser =
    running === undefined
      ? ({ kind: 'new', wanted } as const)
      : ({ kind: 'running', at: running, url } as const);
  return new DebuggedPage({
    page: {
      title,
      browser,
      client,
      evaluated: Promise.resolve(client),
      link,
      webRoot,
      served: 'by others',
      // Controllers build with the SDK's own settings.
      ...(launch.live !== undefined && { build: {}, servedAt: url }),
    },
    launch,
    debugging,
    debugger: attaching,
    dotnet,
  });
}
