import type { Clock } from '../../../common/clock.ts';
import type { Log } from '../../../common/log.ts';
import type { Downloads } from './downloads.ts';
import type { EndedTabs } from './endedTabs.ts';
import type { PageTabOptions } from './pageTab.ts';
import type { StartAgain } from './startAgain.ts';

/** What the pages of all sessions of a window share. */
export interface PageTabsServices {
  readonly clock: Clock;
  readonly log: Log;
  readonly tabs: PageTabOptions;
  readonly again: StartAgain;
  readonly ended: EndedTabs;
  readonly downloads: Downloads;
}
