// What users do in the editor, by its keyboard, its mouse and its dialogs.

import { readFile } from 'node:fs/promises';
import { pollUntil } from '../../../tools/fixtures/waiting.ts';
import type { Locator, Page } from '../../../tools/editor/editor.ts';

const patience = { timeout: 240_000 };

/** Opens a file of the workspace by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  const tab = page.locator('.tab', { hasText: name });
  await page.keyboard.press('Control+p');
  await input.fill(name, patience);
  await page.locator('.quick-input-list-row', { hasText: name }).first().click(patience);
  await tab.first().waitFor(patience);
}

/** The line of a file that has this text, from 1. */
export async function lineOf(file: string, text: string): Promise<number> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

/** Enters a path into the editor's dialog for files or folders. */
export async function enterPath(page: Page, path: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor(patience);
  // While it reads a folder, the dialog may replace what is entered by that folder.
  await pollUntil(`${path} is entered`, patience.timeout, async () => {
    if ((await input.inputValue()) === path) return true;
    await input.fill(path);
    return false;
  });
  await input.press('Enter');
  await input.waitFor({ state: 'hidden', ...patience });
}

/** A button of the editor's modal dialog with this text. */
export function modalButton(page: Page, text: string, label: string): Locator {
  return page
    .locator('.monaco-dialog-box', { hasText: text })
    .locator('.monaco-button', { hasText: label });
}

/** An editor tab with this title. */
export function editorTab(page: Page, title: string | RegExp): Locator {
  return page.locator('.tabs-container .tab', { hasText: title });
}

/** Presses Stop until no debug session is left. */
export async function stopDebugging(page: Page): Promise<void> {
  await page.keyboard.press('Shift+F5');
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden', ...patience });
}
