// Pictures for the documents, taken by tests.

import assert from 'node:assert/strict';
import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';
import type { Page } from './playwright.ts';

const largestPicture = 150 * 1024;

/** Takes a picture of the editor, in dist/; UPDATE_PICTURE=1 copies it to media/, unless it is too large to be shipped. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const picture = join(projectFolder, 'dist', `${name}.png`);
  await page.screenshot({ path: picture });
  if (process.env['UPDATE_PICTURE'] !== '1') return;
  assert.ok((await stat(picture)).size < largestPicture, `the picture ${name} is too large`);
  await copyFile(picture, join(projectFolder, 'media', `${name}.png`));
}
