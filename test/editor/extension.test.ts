// The suites that run in the extension host of a real VS Code, each of their tests as one of ours.

import { test } from 'node:test';
import {
  builtSuite,
  debugpyFixture,
  networkSettings,
  packagedExtension,
  workspace,
} from './built.ts';
import { emptyExtension } from './harness/codeServer.ts';
import { invitePerson } from './person.ts';
import { runSuiteTests } from './suiteTests.ts';

test('the extension in a real VS Code', { timeout: 600_000 }, async (context) => {
  const person = await invitePerson(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [emptyExtension, debugpyFixture],
    workspace,
    settings: networkSettings,
    suite: builtSuite('index'),
    environment: { EDITOR_PERSON: person.url },
    timeoutMilliseconds: 540_000,
    shown: ({ page }) => person.sitDown(page),
  });
});
