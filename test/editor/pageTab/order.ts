import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Colour } from '../../../tools/editor/pageTab.ts';
import { answerNotification, readNotifications } from '../../../tools/editor/palette.ts';
import { takePicture } from '../../../tools/editor/pictures.ts';
import type { ShownPage } from './counter.ts';
import { editorTab, enterPath, modalButton } from './steps.ts';
import type { PageTabWindow } from './window.ts';

/** The colour of a sign beside a field once C# has its value. */
const done: Colour = [0, 128, 0];
const ofTerms: Colour = [200, 100, 0];
const focused = 'document.activeElement.id';

/** Fills in the page's form with composed and typed text, a list, a file and a dialog. */
export async function fillInOrder(
  { clientUrl, editor: { page }, workspace }: PageTabWindow,
  { debugged, tab }: ShownPage,
): Promise<void> {
  await tab.click('#order');
  await debugged.becomes('location.pathname', '/order');

  await tab.click('#name');
  await debugged.becomes(focused, 'name');
  await tab.compose(['お', 'おち', 'おちゃ'], 'お茶');
  await page.keyboard.type(' Ünal');
  await page.keyboard.press('Tab');
  await debugged.becomes(focused, 'tea');
  await tab.shows('#nameSign', done);

  await tab.click('#tea');
  const options = tab.content.getByRole('option');
  await options.filter({ hasText: 'Sencha' }).waitFor();
  await takePicture(page, 'pageTabList');
  await options.filter({ hasText: 'Sencha' }).click();
  await tab.shows('#teaSign', done);

  await tab.click('#recipe');
  await enterPath(page, join(workspace, 'recipe.txt'));
  await tab.shows('#recipeSign', done);

  await tab.click('#send');
  const { host } = new URL(clientUrl);
  await modalButton(page, `${host} says`, 'OK').click();
  await tab.shows('#sentSign', done);
  const summary = 'お茶 Ünal|Sencha|Steep for a minute.|True';
  await debugged.becomes(`document.querySelector('#summary').textContent`, summary);
}

/** Downloads a file into a folder that is chosen once, and opens it. */
export async function downloadReceipt(
  { downloads, editor: { page } }: PageTabWindow,
  { tab }: ShownPage,
): Promise<void> {
  await tab.click('#receipt');
  await enterPath(page, `${downloads}/`);
  await readNotifications(page, 'receipt.txt');
  const expected = 'Sencha, 1 bag\n';
  assert.deepEqual(await readdir(downloads), ['receipt.txt']);
  assert.equal(await readFile(join(downloads, 'receipt.txt'), 'utf8'), expected);
  await answerNotification(page, 'receipt.txt', 'Open');
  await editorTab(page, 'receipt.txt').waitFor();
  await page.locator('.view-line', { hasText: 'Sencha, 1 bag' }).first().waitFor();
}

/** A window of the page is a further tab; another site opens outside, and Back leads back. */
export async function followLinks(
  { editor: { page } }: PageTabWindow,
  { debugged, tab }: ShownPage,
): Promise<void> {
  await tab.click('#terms');
  const terms = editorTab(page, 'Terms');
  await terms.waitFor();
  await tab.drawsAtCorner(ofTerms);
  await terms.hover();
  await terms.locator('.tab-actions a').click();
  await terms.waitFor({ state: 'detached' });

  await tab.click('#maker', 'Control');
  const site = 'https://tea.example';
  await modalButton(page, site, 'Cancel').click();
  await debugged.becomes('location.pathname', '/order');

  await tab.button('Go Back').click();
  await debugged.becomes('location.pathname', '/counter');
}
