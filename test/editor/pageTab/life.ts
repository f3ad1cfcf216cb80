import type { TestContext } from 'node:test';
import { DebuggedPage } from '../../../tools/editor/debuggedPage.ts';
import { PageTab, pageTabContent } from '../../../tools/editor/pageTab.ts';
import { runCommand } from '../../../tools/editor/palette.ts';
import { takePicture } from '../../../tools/editor/pictures.ts';
import type { ShownPage } from './counter.ts';
import type { PageTabWindow } from './window.ts';

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
