import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { DebuggedPage } from '../../../tools/editor/debuggedPage.ts';
import { PageTab } from '../../../tools/editor/pageTab.ts';
import { setBreakpoint } from '../../../tools/editor/palette.ts';
import { takePicture } from '../../../tools/editor/pictures.ts';
import { lineOf, openFile } from './steps.ts';
import type { PageTabWindow } from './window.ts';

/** The client's page and its tab. */
export interface ShownPage {
  readonly debugged: DebuggedPage;
  readonly tab: PageTab;
}

const count = '[role=status]';
const readCount = `document.querySelector('${count}')?.textContent`;
const button = 'article button';

/** Sets a breakpoint in C# and presses F5; resolves when the tab shows the client's counter. */
export async function startCounter(
  context: TestContext,
  { clientUrl, editor, workspace }: PageTabWindow,
): Promise<ShownPage> {
  const { page } = editor;
  const name = 'Counter.razor';
  await openFile(page, name);
  await setBreakpoint(page, await lineOf(join(workspace, 'Shop', 'Pages', name), 'currentCount++'));
  await page.keyboard.press('F5');
  const debugged = await DebuggedPage.find(context, editor, clientUrl);
  const tab = new PageTab(page, debugged);
  // The menu of a narrow page.
  await tab.click('.navbar-toggler');
  await tab.click('a[href=counter]');
  await debugged.becomes(readCount, 'Current count: 0');
  return { debugged, tab };
}

/** Clicks the counter's button in the tab, stops in C#, and continues by the tab's own button. */
export async function stopInCounter(
  { editor: { page } }: PageTabWindow,
  { debugged, tab }: ShownPage,
): Promise<void> {
  const before = await tab.drawingOf(count);
  await tab.click(button);
  const line = page.locator('.debug-top-stack-frame-line').first();
  await line.waitFor();
  const paused = tab.content.getByText(/^Paused/).first();
  await paused.waitFor();
  await takePicture(page, 'pageTabPaused');
  // A page that is stopped loses what the user does.
  await tab.click(button);

  await tab.button('Continue').click();
  await paused.waitFor({ state: 'hidden' });
  await debugged.becomes(readCount, 'Current count: 1');
  await tab.isRedrawn(count, before);
  await line.waitFor({ state: 'hidden' });
}
