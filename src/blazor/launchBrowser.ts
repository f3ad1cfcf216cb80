import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FolderLink, folderLinkOf, openedPath } from '../dotnet/folderLink.ts';
import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { BrowserLaunchPlan } from '../launch/launchPlan.ts';
import type { AppPage } from './appPage.ts';
import { BridgedPage } from './bridgedPage.ts';
import { DebuggedPage } from './debuggedPage.ts';
import { appOf } from './detection.ts';
import type { Held } from './held.ts';
import { shownPhases } from './phaseProgress.ts';
import type { Phases } from './phases.ts';
import { PlainPage } from './plainPage.ts';
import { untilReleased } from './untilReleased.ts';
import type { AppEvents, LaunchParts, Launched } from './launch.ts';

/**
 * Shows and debugs a page that somebody else serves: in C# too, if its web root is a client or a server
 * that references one. Resolves when it has ended; rejects with a HumanError for what went wrong.
 */
export async function launchBrowser(
  plan: BrowserLaunchPlan,
  parts: LaunchParts,
  events: AppEvents,
  held: Held,
  launched: Launched,
): Promise<void> {
  const phases = await shownPhases(plan.url, parts, held);
  const client =
    plan.webRoot === undefined
      ? undefined
      : await phases.measure('evaluate', () => clientAt(plan, parts, held));
  launched.project = client;
  const link = plan.webRoot === undefined ? undefined : await folderLinkOf(plan.webRoot);
  const page = pageOf(plan, client, { ...parts, events, held, link, phases });
  await page.prepare();
  const shown = await page.show(plan.url);
  launched.page = shown;
  events.started(shown.pid);
  launched.exitCode = await untilReleased(held.signal, shown.ended);
}

/** The client whose C# the page runs, if its web root leads to one. */
async function clientAt(
  { webRoot }: BrowserLaunchPlan,
  { candidates, projects }: LaunchParts,
  held: Held,
): Promise<ProjectFacts | undefined> {
  const project = webRoot === undefined ? undefined : await projectAt(webRoot);
  if (project === undefined) return undefined;
  const app = await appOf(project, projects, await candidates(), held.signal);
  return app?.client;
}

/** A file is a project by its name; a folder by what it has, and a web root by the folder around it. */
async function projectAt(webRoot: string): Promise<string | undefined> {
  if (/\.\w*proj$/i.test(webRoot)) return webRoot;
  const folders = [webRoot, ...(basename(webRoot) === 'wwwroot' ? [dirname(webRoot)] : [])];
  for (const folder of folders) {
    const files = await readdir(folder).catch(() => []);
    if (files.some((file) => /\.csproj$/i.test(file))) return folder;
  }
  return undefined;
}

/** The folder that the page's addresses lead to. */
function rootOf(
  { webRoot }: BrowserLaunchPlan,
  client: ProjectFacts | undefined,
  link: FolderLink | undefined,
): string | undefined {
  return client === undefined ? webRoot : openedPath(join(client.folder, 'wwwroot'), link);
}

type PageParts = LaunchParts & {
  readonly events: AppEvents;
  readonly held: Held;
  readonly link: FolderLink | undefined;
  readonly phases: Phases;
};

function pageOf(
  plan: BrowserLaunchPlan,
  client: ProjectFacts | undefined,
  parts: PageParts,
): AppPage {
  const { browser: wanted, mode, running, url } = plan;
  const title = client?.name ?? plan.name;
  const { pageDebuggers } = parts;
  if (mode === 'NoDebug' || pageDebuggers === undefined) return new PlainPage(wanted, parts);
  const webRoot = rootOf(plan, client, parts.link);
  const { attaching, opening } = pageDebuggers;
  if (opening !== undefined && client !== undefined) {
    return new BridgedPage({ ...parts, title, wanted, webRoot, debugger: opening });
  }
  const browser =
    running === undefined
      ? ({ kind: 'new', wanted } as const)
      : ({ kind: 'running', at: running, url } as const);
  return new DebuggedPage({
    ...parts,
    title,
    browser,
    client,
    webRoot,
    served: 'by others',
    debugger: attaching,
  });
}
