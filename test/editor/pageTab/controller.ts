import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { builtSuite } from '../../../tools/editor/built.ts';
import { DebuggedPage } from '../../../tools/editor/debuggedPage.ts';
import { type Colour, PageTab } from '../../../tools/editor/pageTab.ts';
import { runCommand } from '../../../tools/editor/palette.ts';
import type { PageTabWindow } from './window.ts';

const colour: Colour = [200, 100, 0];

/** A controller in a terminal asks for a session of type `browser`, whose page the user clicks. */
export async function useControllersPage(
  context: TestContext,
  { editor, plain, workspace }: PageTabWindow,
): Promise<void> {
  const { page } = editor;
  const url = `${plain.url}terms.html`;
  const launch = JSON.stringify({ type: 'browser', url });
  const command = [process.execPath, builtSuite('sampleController'), '--launch', launch];
  const line = command.map((part) => `'${part}'`).join(' ');
  await writeFile(join(workspace, 'controller.sh'), `exec ${line}\n`);
  await runCommand(page, 'Terminal: Create New Terminal');
  const terminal = page.locator('.terminal-wrapper.active .xterm-helper-textarea');
  await terminal.waitFor({ state: 'attached' });
  // Pressed there, since the editor may not have moved the focus yet.
  for (const key of 'sh controller.sh') await terminal.press(key);
  await terminal.press('Enter');

  const debugged = await DebuggedPage.find(context, editor, url);
  const tab = new PageTab(page, debugged);
  await tab.drawsAtCorner(colour);
  await tab.click('h1');
  await debugged.becomes('document.body.dataset.clicks', '1');
  await runCommand(page, 'Terminal: Focus Terminal');
  await terminal.press('Control+c');
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  await runCommand(page, 'Terminal: Kill the Active Terminal Instance');
}
