import type { Navigation } from '../../../pageView/messages/viewInput.ts';
import { navigationFailure, readNavigationError } from '../../page/pageFailures.ts';
import { isLate, type PageSession } from '../pageSession.ts';
import { goInHistory } from './history.ts';
import { toUrl } from './typedAddress.ts';

/**
 * Navigates a page as the user asks for; `current` is its URL. Resolves when the browser has begun. Throws a
 * HumanError for the cause if the page can't be loaded.
 */
export async function navigate(
  session: PageSession,
  navigation: Navigation,
  current: string,
): Promise<void> {
  switch (navigation.to) {
    case 'url':
      return goTo(session, toUrl(navigation.url, current));
    case 'back':
      return goInHistory(session, -1);
    case 'forward':
      return goInHistory(session, 1);
    case 'reload':
      return reload(session, false);
    case 'reloadWithoutCache':
      return reload(session, true);
    case 'stop':
      await session.send('Page.stopLoading');
  }
}

async function goTo(session: PageSession, url: string | undefined): Promise<void> {
  if (url === undefined) throw navigationFailure('', 'net::ERR_INVALID_URL');
  const answer = await withinPatience(session.send('Page.navigate', { url }));
  const errorText = readNavigationError(answer ?? {});
  // The user went to another page, or the server sent a file or nothing.
  if (!errorText || errorText === 'net::ERR_ABORTED') return;
  throw navigationFailure(url, errorText);
}

async function reload(session: PageSession, ignoreCache: boolean): Promise<void> {
  await withinPatience(session.send('Page.reload', { ignoreCache }));
}

/** A slow server is no failure: the page is shown as loading. */
async function withinPatience(answering: Promise<unknown>): Promise<unknown> {
  try {
    return await answering;
  } catch (error) {
    if (isLate(error)) return undefined;
    throw error;
  }
}
