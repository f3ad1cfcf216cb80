import type { Colour } from '../../../tools/editor/pageTab.ts';
import { takePicture } from '../../../tools/editor/pictures.ts';
import type { ShownPage } from './counter.ts';
import type { PageTabWindow } from './window.ts';

/** The colour of a sign beside a field once C# has its value. */
const done: Colour = [0, 128, 0];
const focused = 'document.activeElement.id';

/** Fills in the page's form with composed and typed text and an option of a list. */
export async function fillInOrder(
  { editor: { page } }: PageTabWindow,
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

  const summary = 'お茶 Ünal|Sencha';
  await debugged.becomes(`document.querySelector('#summary').textContent`, summary);
}
