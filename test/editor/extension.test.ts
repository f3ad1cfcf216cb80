// The suites that run in the extension host of a real VS Code; each of their tests is reported as a
// test here.

import { test } from 'node:test';
import {
  builtSuite,
  debugpyFixture,
  networkSettings,
  packagedExtension,
  workspace,
} from '../../tools/editor/built.ts';
import { emptyExtension } from '../../tools/editor/codeServer.ts';
import { createPageDriver } from '../../tools/editor/pageDriver.ts';
import { runSuiteTests } from '../../tools/editor/suiteTests.ts';

test('the extension in a real VS Code', { timeout: 1_200_000 }, async (context) => {
  const pageDriver = await createPageDriver(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [emptyExtension, debugpyFixture],
    workspace,
    settings: networkSettings,
    suite: builtSuite('index'),
    environment: { EDITOR_PAGE_DRIVER: pageDriver.url },
    timeoutMilliseconds: 1_140_000,
    shown: ({ page }) => pageDriver.attach(page),
  });
});
