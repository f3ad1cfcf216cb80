// Controllers' projects without pages in a real VS Code with a .NET debugger.

import { test } from 'node:test';
import {
  builtSuite,
  coreclrFixture,
  networkSettings,
  packagedExtension,
} from '../../tools/editor/built.ts';
import { emptyExtension } from '../../tools/editor/codeServer.ts';
import { createPageDriver } from '../../tools/editor/pageDriver.ts';
import { makeProjectsWorkspace } from './workspaces/projectsWorkspace.ts';
import { runSuiteTests } from '../../tools/editor/suiteTests.ts';

const limit = 1_000_000;

test('projects of controllers under a .NET debugger', { timeout: limit }, async (context) => {
  const pageDriver = await createPageDriver(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [emptyExtension, coreclrFixture],
    workspace: await makeProjectsWorkspace(context),
    settings: networkSettings,
    suite: builtSuite('projects'),
    environment: { EDITOR_PAGE_DRIVER: pageDriver.url },
    shown: ({ page }) => pageDriver.attach(page),
    timeoutMilliseconds: limit - 30_000,
  });
});
