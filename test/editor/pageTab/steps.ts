// What users do in the editor, by its keyboard and its mouse.

import { readFile } from 'node:fs/promises';
import type { Page } from '../../../tools/editor/editor.ts';

const patience = { timeout: 60_000 };

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

/** Presses Stop; resolves when no debug session is left. */
export async function stopDebugging(page: Page): Promise<void> {
  await page.locator('.debug-toolbar .codicon-debug-stop').click(patience);
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden', ...patience });
}
