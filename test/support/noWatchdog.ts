import type { Watchdog } from '../../src/processes/watchdog/watchdog.ts';

const unwatched = { dispose() {} };

/** For tests that end what they start themselves. */
export const noWatchdog: Watchdog = {
  watch: () => unwatched,
  watchFolder: () => unwatched,
};
