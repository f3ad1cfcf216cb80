import type { TestContext } from 'node:test';
import * as z from 'zod/mini';
import { DebuggedPage } from '../../../tools/editor/debuggedPage.ts';
import { type Colour, PageTab, pageTabContent } from '../../../tools/editor/pageTab.ts';
import { runCommand } from '../../../tools/editor/palette.ts';
import { takePicture } from '../../../tools/editor/pictures.ts';
import type { ShownPage } from './counter.ts';
import { editorTab } from './steps.ts';
import type { PageTabWindow } from './window.ts';

const movedColour: Colour = [200, 0, 0];
const hiddenColour: Colour = [0, 0, 200];
const windowColour: Colour = [0, 200, 0];
const returnedColour: Colour = [200, 0, 200];
const clicks = 'globalThis.clicks';

/** Hides the tab behind a file in the file's group, and shows it again with what has changed. */
export async function moveAndHide(
  { editor: { page } }: PageTabWindow,
  { debugged, tab }: ShownPage,
): Promise<void> {
  await debugged.read(countClicks, z.unknown());
  const title = await debugged.read('document.title', z.string());
  // A source may have the same name.
  await editorTab(page, new RegExp(`^${title}$`)).click();
  // The command moves the active editor.
  await page
    .locator('.tab.active', { hasText: new RegExp(`^${title}$`) })
    .first()
    .waitFor();
  await runCommand(page, 'View: Move Editor into First Group');
  // The first group is wide enough for the template's sidebar.
  await debugged.becomes('innerWidth > 640', true);
  await debugged.read(painted(movedColour), z.unknown());
  await tab.shows('h1', movedColour);
  await tab.click('h1');
  await debugged.becomes(clicks, 1);

  await editorTab(page, 'Counter.razor').click();
  await tab.picture.waitFor({ state: 'hidden' });
  await debugged.read(painted(hiddenColour), z.unknown());
  await runCommand(page, 'View: Open Last Editor in Group');
  await tab.shows('h1', hiddenColour);
  await tab.click('h1');
  await debugged.becomes(clicks, 2);
}

/** Moves the tab into a window of its own, and back. */
export async function moveToWindow(
  { editor: { page } }: PageTabWindow,
  { debugged, tab }: ShownPage,
): Promise<void> {
  const before = await debugged.read(clicks, z.int());
  const opening = page.context().waitForEvent('page');
  await runCommand(page, 'View: Move Editor into New Window');
  const window = await opening;
  const moved = new PageTab(window, debugged);
  await debugged.read(painted(windowColour), z.unknown());
  await moved.shows('h1', windowColour);
  await moved.click('h1');
  await debugged.becomes(clicks, before + 1);

  const closed = new Promise<void>((resolve) => window.on('close', resolve));
  // The command closes the window before it is known to be accepted.
  runCommand(window, 'View: Restore Editors into Main Window').catch(() => undefined);
  await closed;
  await debugged.read(painted(returnedColour), z.unknown());
  await tab.shows('h1', returnedColour);
  await tab.click('h1');
  await debugged.becomes(clicks, before + 2);
}

/** A script that paints the heading. */
function painted(colour: Colour): string {
  return `document.querySelector('h1').style.background = 'rgb(${colour.join()})'`;
}

const countClicks = `
  globalThis.clicks = 0;
  document.querySelector('h1').textContent = '';
  document.querySelector('h1').style.height = '40px';
  document.querySelector('h1').addEventListener('click', () => globalThis.clicks++);
`;

/** Reloads the window, whose session ends, and starts it again from the tab. */
export async function reloadAndStartAgain(
  context: TestContext,
  { clientUrl, editor }: PageTabWindow,
): Promise<ShownPage> {
  const { page } = editor;
  await runCommand(page, 'Developer: Reload Window');
  const content = pageTabContent(page);
  await content.getByText('Session ended').first().waitFor({ timeout: 120_000 });
  await takePicture(page, 'pageTabEnded');
  await content.getByRole('button', { name: 'Start Again' }).click();
  const debugged = await DebuggedPage.find(context, editor, clientUrl);
  const tab = new PageTab(page, debugged);
  await tab.isRedrawn('h1', 'nothing');
  return { debugged, tab };
}
