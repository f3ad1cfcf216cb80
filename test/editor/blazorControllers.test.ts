// Projects and pages of controllers in a real VS Code, with a real browser and real .NET.

import { test } from 'node:test';
import { builtSuite, networkSettings, packagedExtension } from '../../tools/editor/built.ts';
import { makeControllersWorkspace } from './workspaces/controllersWorkspace.ts';
import { createPageDriver } from '../../tools/editor/pageDriver.ts';
import { runSuiteTests } from '../../tools/editor/suiteTests.ts';

const limit = 1_400_000;

test('projects and pages of controllers in a real VS Code', { timeout: limit }, async (context) => {
  const workspace = await makeControllersWorkspace(context);
  const pageDriver = await createPageDriver(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    workspace,
    settings: networkSettings,
    suite: builtSuite('blazorControllers'),
    environment: { EDITOR_PAGE_DRIVER: pageDriver.url },
    timeoutMilliseconds: limit - 60_000,
    shown: ({ page }) => pageDriver.attach(page),
  });
});
