// Commands that ask for a file or a folder, in the editor's own dialog.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';
import { parseTrace } from '../../../src/trace/traceText.ts';
import type { Page } from '../../../tools/editor/editor.ts';
import { runCommand } from '../../../tools/editor/palette.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { pollUntil } from '../../../tools/fixtures/waiting.ts';
import { editorTab, enterPath } from '../pageTab/steps.ts';

const patience = { timeout: 240_000 };

/** Saves the trace of the window, and shows it. */
export async function keepTrace(context: TestContext, page: Page): Promise<void> {
  const file = join(await temporaryFolder(context), 'window.ndjson');
  await runCommand(page, 'IDE Session: Save Trace');
  await enterPath(page, file);
  const read = (): Promise<string> => readFile(file, 'utf8').catch(() => '');
  await pollUntil('the trace is saved', patience.timeout, async () => (await read()) !== '');
  const { records } = parseTrace(await read(), file);
  assert.ok(records.some(({ kind }) => kind === 'create'));
  await runCommand(page, 'IDE Session: Open Trace');
  await editorTab(page, 'IDE Session Trace').waitFor(patience);
  await page.locator('.view-line', { hasText: 'Trace since' }).first().waitFor(patience);
}

/** Creates the sample in an empty folder, which the window then opens. */
export async function openSample(context: TestContext, page: Page): Promise<void> {
  const folder = await temporaryFolder(context);
  await runCommand(page, 'IDE Session: Open Sample');
  await enterPath(page, `${folder}/`);
  await pollUntil('the window opens it', patience.timeout, () =>
    page.url().endsWith(`?folder=${folder}`),
  );
  const explorer = page.locator('.explorer-folders-view .monaco-list-row');
  const project = `${basename(folder)}.csproj`;
  await explorer.filter({ hasText: project }).first().waitFor(patience);
  // The extension of the new window is up. The window may still be restoring its layout.
  const output = page.locator('.panel .output-view').first();
  await pollUntil('the host log is shown', patience.timeout, async () => {
    await runCommand(page, 'IDE Session: Show Host Log');
    return output.waitFor({ timeout: 15_000 }).then(
      () => true,
      () => false,
    );
  });
}
