import type { Session } from '../../../../tools/controller/session.ts';
import { pollUntil } from '../../../../tools/fixtures/waiting.ts';
import { ask } from '../pageDriver.ts';

/** The rows of the view IDE Sessions. */
export const row = '.customview-tree .monaco-list-row';

/** Clicks an inline action of the row with this text. */
export async function act(text: string, action: string): Promise<void> {
  const button = `.action-label[aria-label^="${action}"]`;
  await ask({ do: 'click in row', rows: row, text, button });
}

/** Picks an entry from the context menu of the row with this text. */
export async function pickFor(text: string, label: string): Promise<void> {
  await ask({ do: 'pick from menu', selector: row, text, label });
}

/** Clicks the row of a session until its details are shown: a click on a row that is being drawn again is lost. */
export async function showDetails({ pids: [pid] }: Session, isShown: () => boolean): Promise<void> {
  await pollUntil('the details are shown', 120_000, async () => {
    if (isShown()) return true;
    await ask({ do: 'click', selector: row, text: `pid ${pid}` });
    return isShown();
  });
}
