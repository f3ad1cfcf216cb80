import { openedPath } from '../dotnet/folderLink.ts';
import type { PagePlan } from '../launch/launchPlan.ts';
import type { AppPage } from './appPage.ts';
import { BridgedPage } from './bridgedPage.ts';
import { DebuggedPage } from './debuggedPage.ts';
import type { BlazorApp } from './detection.ts';
import type { ProjectLaunch } from './launch.ts';
import { PlainPage } from './plainPage.ts';

/** The page of an app, by what is to debug it, if anything is. */
export function pageOf(
  { client }: BlazorApp,
  { browser: wanted }: PagePlan,
  launch: ProjectLaunch,
): AppPage {
  const { pageDebuggers, plan } = launch;
  if (plan.mode === 'NoDebug' || pageDebuggers === undefined) return new PlainPage(wanted, launch);
  const { attaching, opening } = pageDebuggers;
  const webRoot = openedPath(`${client.folder}/wwwroot`, launch.link);
  const page = { ...launch, title: plan.name, webRoot, wanted };
  return opening !== undefined
    ? new BridgedPage({ ...page, debugger: opening })
    : new DebuggedPage({
        ...page,
        client,
        served: 'by us',
        browser: { kind: 'new', wanted },
        debugger: attaching,
      });
}
