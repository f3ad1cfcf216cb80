import { dirname } from 'node:path';
import { type FolderLink, openedPath } from '../../dotnet/files/folderLink.ts';
import type { PagePlan } from '../../launch/launchPlan.ts';
import type { AppPage } from './appPage.ts';
import { BridgedPage } from './bridgedPage.ts';
import { DebuggedPage, type PageToDebug } from './debuggedPage.ts';
import type { BlazorApp } from '../search/detection.ts';
import type { LaunchOptions, PageLaunch } from '../launch.ts';
import { PlainPage } from './plainPage.ts';
import type { ProjectLaunch } from '../../projects/projectLaunch.ts';
import type { HostedProject } from '../../wasm/debugProxy/debugHost.ts';
import type { PageDebugging } from '../../wasm/pageDebugger.ts';

/** Creates the page of an app for the debugger that is used, if any. */
export function createPage(
  { client }: BlazorApp,
  wanted: PagePlan,
  launch: ProjectLaunch,
  debugging: LaunchOptions['debugging'],
  pageLaunch: PageLaunch,
): AppPage {
  const { link, plan } = launch;
  if (plan.mode === 'NoDebug' || debugging === undefined) {
    return new PlainPage(wanted.browser, pageLaunch);
  }
  const { opening } = debugging;
  if (opening === undefined) {
    const sources = { client, evaluated: Promise.resolve(client) };
    return debuggedPage(sources, wanted, launch, debugging, pageLaunch);
  }
  return new BridgedPage({
    title: plan.name,
    wanted: wanted.browser,
    webRoot: getWebRoot(client, link),
    scope: pageLaunch.scope,
    debugger: opening,
  });
}

/** A page of a client, which may still be being evaluated. */
export function debuggedPage(
  { client, evaluated }: Pick<PageToDebug, 'evaluated'> & { readonly client: HostedProject },
  { browser: wanted }: PagePlan,
  { link, plan, tools: { dotnet } }: ProjectLaunch,
  debugging: PageDebugging,
  launch: PageLaunch,
): AppPage {
  return new DebuggedPage({
    page: {
      title: plan.name,
      webRoot: getWebRoot(client, link),
      client,
      evaluated,
      link,
      served: 'by us',
      build: plan.build,
      browser: { kind: 'new', wanted },
    },
    launch,
    debugging,
    debugger: debugging.attaching,
    dotnet,
  });
}

function getWebRoot({ path }: HostedProject, link: FolderLink | undefined): string {
  return openedPath(`${dirname(path)}/wwwroot`, link);
}
