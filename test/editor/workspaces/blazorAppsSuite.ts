import type { TestContext } from 'node:test';
import { makeAppsWorkspace } from './appsWorkspace.ts';
import { builtSuite, networkSettings, packagedExtension } from '../../../tools/editor/built.ts';
import { createPageDriver } from '../../../tools/editor/pageDriver.ts';
import { runSuiteTests } from '../../../tools/editor/suiteTests.ts';

/** How long a run of the suite may take, in milliseconds. */
export const suiteLimit = 1_400_000;

/** Runs the suite of apps of many kinds with these variables, each of its tests as a subtest of the context. */
export async function runAppsSuite(
  context: TestContext,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { cache, dotnetRoot, folder } = await makeAppsWorkspace(context);
  const pageDriver = await createPageDriver(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    workspace: folder,
    settings: networkSettings,
    suite: builtSuite('blazorApps'),
    environment: {
      EDITOR_PAGE_DRIVER: pageDriver.url,
      XDG_CACHE_HOME: cache,
      DOTNET_ROOT: dotnetRoot,
      ...environment,
    },
    timeoutMilliseconds: suiteLimit - 60_000,
    shown: ({ page }) => pageDriver.attach(page),
  });
}
