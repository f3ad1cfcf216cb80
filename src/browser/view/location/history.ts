import * as z from 'zod/mini';
import type { PageSession } from '../pageSession.ts';

const historySchema = z.object({
  currentIndex: z.int(),
  entries: z.array(z.object({ id: z.int(), url: z.string(), title: z.string() })),
});

/** Where a page is in its history. */
export interface HistoryPosition {
  readonly url: string;
  readonly title: string;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
}

/** Reads the history of a page. Throws like {@link PageSession.send}. */
export async function readHistory(session: PageSession): Promise<HistoryPosition> {
  const { currentIndex, entries } = await query(session);
  const { title = '', url = '' } = entries[currentIndex] ?? {};
  const canGoForward = currentIndex < entries.length - 1;
  return { url, title, canGoBack: currentIndex > 0, canGoForward };
}

/** Goes back (-1) or forward (1) in the history, if that is possible. Throws like {@link PageSession.send}. */
export async function goInHistory(session: PageSession, step: -1 | 1): Promise<void> {
  const { currentIndex, entries } = await query(session);
  const entry = entries[currentIndex + step];
  if (entry === undefined) return;
  await session.send('Page.navigateToHistoryEntry', { entryId: entry.id });
}

async function query(session: PageSession): Promise<z.output<typeof historySchema>> {
  return historySchema.parse(await session.send('Page.getNavigationHistory'));
}
