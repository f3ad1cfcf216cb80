// F5 on Blazor WebAssembly clients in a real VS Code, with a real browser and real .NET; each test
// of the suite is reported as a test here.

import { readdir, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { runBlazorSuite, suiteLimit } from './workspaces/blazorSuite.ts';

test('F5 on a Blazor client in a real VS Code', { timeout: suiteLimit }, (context) =>
  runBlazorSuite(context),
);

test(
  'F5 in a folder with an unusual name, opened through a link',
  { timeout: suiteLimit },
  (context) =>
    runBlazorSuite(context, {
      linkedTo: join('100% größe', "C# [x] it's & co (x86)"),
      environment: { EDITOR_TESTS: 'stops where breakpoints were clicked' },
    }),
);

test('F5 without a .NET SDK', { timeout: suiteLimit }, async (context) => {
  const PATH = await pathWithoutDotnet(context);
  // Otherwise the editor would ask a login shell for the user's variables.
  await runBlazorSuite(context, { environment: { PATH, VSCODE_CLI: '1', WITHOUT_SDK: '1' } });
});

/** All commands in PATH except dotnet. */
async function pathWithoutDotnet(context: TestContext): Promise<string> {
  const folder = await temporaryFolder(context);
  for (const place of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of await readdir(place).catch(() => [])) {
      if (name === 'dotnet') continue;
      // The first command of a name takes precedence.
      await symlink(join(place, name), join(folder, name)).catch(() => undefined);
    }
  }
  return folder;
}
