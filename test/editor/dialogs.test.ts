// JavaScript dialogs of a headless page, answered by a user of the editor.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { startStaticServer, type StaticServer } from '../../tools/fixtures/web/staticServer.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { pollUntil } from '../../tools/fixtures/waiting.ts';
import { packagedExtension } from '../../tools/editor/built.ts';
import { runCommand } from '../../tools/editor/palette.ts';
import { type Editor, type Locator, type Page, startEditor } from '../../tools/editor/editor.ts';

const content = `<!doctype html>
<script>
  alert('First');
  const answers = [confirm('Second'), confirm('Third'), prompt('Fourth', 'some')];
  fetch('/answers?' + answers.join());
</script>
`;

test(
  'a user answers the dialogs of a headless page, debugged or not',
  { timeout: 240_000 },
  async (context) => {
    const server = await servePage(context);
    const editor = await openWindow(context, server.url);
    for (const command of ['Debug: Start Debugging', 'Debug: Start Without Debugging']) {
      await context.test(command, () => answerDialogs(editor.page, server, command));
    }
    assert.deepEqual(await editor.close(), []);
  },
);

/** Starts the page by a command, answers its dialogs and stops it. */
async function answerDialogs(page: Page, server: StaticServer, command: string): Promise<void> {
  const isAnswer = (url: string): boolean => url === '/answers?true,false,somebody';
  const before = server.requests.filter(isAnswer).length;
  await runCommand(page, command);

  const { host } = new URL(server.url);
  await modal(page, `${host} says`, 'First').button('OK').click();
  await modal(page, `${host} says`, 'Second').button('OK').click();
  await modal(page, `${host} says`, 'Third').button('Cancel').click();
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor();
  assert.equal(await input.inputValue(), 'some');
  await page.keyboard.press('End');
  await page.keyboard.type('body');
  await page.keyboard.press('Enter');
  await pollUntil(
    'the page has its answers',
    30_000,
    () => server.requests.filter(isAnswer).length === before + 1,
  );

  await page.keyboard.press('Shift+F5');
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
}

async function servePage(context: TestContext): Promise<StaticServer> {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'index.html'), content);
  const server = await startStaticServer(folder);
  afterTest(context, () => server.close());
  return server;
}

/** Opens a window whose launch.json has this address. */
async function openWindow(context: TestContext, url: string): Promise<Editor> {
  const workspace = await temporaryFolder(context);
  await mkdir(join(workspace, '.vscode'));
  const configuration = { type: 'ide-session', request: 'attach', name: 'Page', url };
  const launch = { version: '0.2.0', configurations: [configuration] };
  await writeFile(join(workspace, '.vscode', 'launch.json'), JSON.stringify(launch));
  const settings = { 'ideSessionHost.blazor.headless': 'always' };
  const editor = await startEditor({ packages: [packagedExtension], workspace, settings });
  afterTest(context, async () => void (await editor.close()));
  return editor;
}

/** The modal message with these texts. */
function modal(page: Page, text: string, detail: string): { button(label: string): Locator } {
  const box = page.locator('.monaco-dialog-box', { hasText: text }).filter({ hasText: detail });
  return { button: (label) => box.locator('.monaco-button', { hasText: label }) };
}
