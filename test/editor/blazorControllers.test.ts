// Projects and pages that controllers ask for, in a real VS Code, with a real browser and real .NET.

import { test } from 'node:test';
import { builtSuite, networkSettings, packagedExtension } from './built.ts';
import { makeControllersWorkspace } from './controllersWorkspace.ts';
import { invitePerson } from './person.ts';
import { runSuiteTests } from './suiteTests.ts';

const limit = 1_400_000;

test('projects and pages of controllers in a real VS Code', { timeout: limit }, async (context) => {
  const workspace = await makeControllersWorkspace(context);
  const person = await invitePerson(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    workspace,
    settings: networkSettings,
    suite: builtSuite('blazorControllers'),
    environment: { EDITOR_PERSON: person.url },
    timeoutMilliseconds: limit - 60_000,
    shown: ({ page }) => person.sitDown(page),
  });
});
