import type { TestContext } from 'node:test';
import type { PageLaunch } from '../../../src/apps/launch.ts';
import type { KeptBrowser } from '../../../src/apps/keptBrowser.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';

/** A launch that opens its page in a kept browser, and ends after the test. */
export function launchWith(kept: KeptBrowser, context: TestContext): PageLaunch {
  const scope = new LaunchScope();
  afterTest(context, () => scope.release());
  const clock = systemClock;
  const programOptions = { clock, watchdog: noWatchdog, grace: () => 5_000 };
  return {
    scope,
    host: { clock, log: new RecordingLog(), programOptions },
    events: { note: () => undefined, message: () => undefined },
    opening: { askDialog: () => Promise.resolve({ accept: false }), kept },
  } as never;
}
