import type { HeldStart } from '../../wasm/debugProxy/relay/handlers/heldStart.ts';
import type { PageBrowser, PageLaunch } from '../launch.ts';

/** Loads a URL in place of a page that is held, of which no further code runs. Throws a HumanError. */
export async function loadInstead(
  url: string,
  viewed: PageLaunch,
  browser: Pick<PageBrowser, 'load' | 'page'>,
  start: Pick<HeldStart, 'abandon'>,
): Promise<void> {
  const loading = load(url, viewed, browser);
  loading.catch(() => undefined);
  start.abandon();
  await loading;
}

async function load(
  url: string,
  viewed: PageLaunch,
  { load: loadPage, page }: Pick<PageBrowser, 'load' | 'page'>,
): Promise<void> {
  // The browser would only scroll to a place in the present document.
  if (url.includes('#')) await page.navigate('about:blank');
  await loadPage(url, viewed);
}
