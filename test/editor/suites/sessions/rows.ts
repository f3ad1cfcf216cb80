import type { Session } from '../../../../tools/controller/session.ts';
import { pollUntil, until } from '../../../../tools/fixtures/waiting.ts';
import { ask } from '../pageDriver.ts';

/** The rows of the view IDE Sessions. */
export const row = '.customview-tree .monaco-list-row';

/** Reads the rows of the view once one has this text. */
export function readRows(text: string): Promise<readonly string[]> {
  return ask({ do: 'read', selector: row, text });
}

/** Waits until the view has exactly the rows with these texts. */
export async function untilRows(...texts: readonly string[]): Promise<void> {
  await until(`the rows are ${texts.join()}`, async () => {
    const rows = await readRows('');
    const isShown = (text: string): boolean => rows.some((one) => one.includes(text));
    return rows.length === texts.length && texts.every(isShown);
  });
}

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
