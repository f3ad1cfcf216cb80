// F5 on Blazor WebAssembly clients in a real VS Code, with a real browser and real .NET, each test of the suite as one of ours.

import { test } from 'node:test';
import { makeBlazorWorkspace } from './blazorWorkspace.ts';
import { builtSuite, networkSettings, packagedExtension } from './built.ts';
import { invitePerson } from './person.ts';
import { runSuiteTests } from './suiteTests.ts';

const limit = 1_800_000;

test('F5 on a Blazor client in a real VS Code', { timeout: limit }, async (context) => {
  const { folder, second } = await makeBlazorWorkspace(context);
  const person = await invitePerson(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    workspace: folder,
    settings: networkSettings,
    suite: builtSuite('blazor'),
    environment: { EDITOR_PERSON: person.url, SECOND_CLIENT: second },
    timeoutMilliseconds: limit - 30_000,
    shown: ({ page }) => person.sitDown(page),
  });
});
