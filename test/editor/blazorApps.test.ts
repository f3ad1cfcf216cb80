// Apps of many kinds in a real VS Code, with a real browser and real .NET: C# in them stops, or a
// message says why not.

import { test } from 'node:test';
import { makeAppsWorkspace } from './workspaces/appsWorkspace.ts';
import { builtSuite, networkSettings, packagedExtension } from '../../tools/editor/built.ts';
import { createPageDriver } from '../../tools/editor/pageDriver.ts';
import { runSuiteTests } from '../../tools/editor/suiteTests.ts';

const limit = 1_400_000;

test('Blazor apps of many kinds in a real VS Code', { timeout: limit }, async (context) => {
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
    },
    timeoutMilliseconds: limit - 60_000,
    shown: ({ page }) => pageDriver.attach(page),
  });
});
