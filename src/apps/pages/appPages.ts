import { openedPath } from '../../dotnet/files/folderLink.ts';
import type { PagePlan } from '../../launch/launchPlan.ts';
import type { AppPage } from './appPage.ts';
import { BridgedPage } from './bridgedPage.ts';
import { DebuggedPage } from './debuggedPage.ts';
import type { BlazorApp } from '../search/detection.ts';
import type { LaunchParts, PageLaunch } from '../launch.ts';
import { PlainPage } from './plainPage.ts';
import type { ProjectLaunch } from '../../projects/projectLaunch.ts';

/** Creates the page of an app for the debugger that is used, if any. */
export function pageOf(
  { client }: BlazorApp,
  { browser: wanted }: PagePlan,
  { link, plan, tools: { dotnet } }: ProjectLaunch,
  debugging: LaunchParts['debugging'],
  launch: PageLaunch,
): AppPage {
  if (plan.mode === 'NoDebug' || debugging === undefined) return new PlainPage(wanted, launch);
  const { attaching, opening } = debugging;
  const webRoot = openedPath(`${client.folder}/wwwroot`, link);
  const title = plan.name;
  return opening !== undefined
    ? new BridgedPage({ title, wanted, webRoot, held: launch.held, debugger: opening })
    : new DebuggedPage({
        page: { title, webRoot, client, link, served: 'by us', browser: { kind: 'new', wanted } },
        launch,
        debugging,
        debugger: attaching,
        dotnet,
      });
}
