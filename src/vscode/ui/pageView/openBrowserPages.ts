import type { ViewablePage } from '../../../apps/launch.ts';
import type { KeptSession } from '../../../pageView/messages/keptSession.ts';
import type { PagePauses } from '../../debug/page/pagePauses.ts';
import { BrowserPages } from './browserPages.ts';
import { editorViewHost } from './editorViewHost.ts';
import { PageTab } from './pageTab.ts';
import type { PageTabsServices } from './pageTabsServices.ts';

interface BrowserToView {
  readonly page: ViewablePage;
  /** The name of the session. */
  readonly title: string;
  readonly kept: KeptSession | undefined;
  readonly pauses: PagePauses;
  /** Takes over a vacant tab, if there is one. */
  readonly takeTab: () => PageTab | undefined;
}

/** Connects to a browser to show its pages in tabs. Throws a HumanError if it can't be reached. */
export function openBrowserPages(
  { kept, page, pauses, takeTab, title }: BrowserToView,
  { clock, downloads, log, tabs }: PageTabsServices,
): Promise<BrowserPages> {
  return BrowserPages.open({
    browserUri: page.browserUri,
    first: page,
    sessionTitle: title,
    kept,
    pauses,
    clock,
    log,
    viewHost: editorViewHost(clock, log),
    browserHost: {
      clock,
      log,
      downloadFolder: () => downloads.folder(title),
      downloaded: (path) => downloads.downloaded(path),
      refused: (error) => downloads.refused(error),
    },
    openTab: (tabTitle, place) => takeTab() ?? PageTab.open(tabTitle, place, tabs),
  });
}
