import { setImmediate as turn } from 'node:timers/promises';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import { toDisposable } from '../../src/common/disposable.ts';

/** For so many turns of the event loop nothing has been pending when it counts as quiet. */
const quietTurns = 3;

/**
 * The machine's own time, whose timers also wait until no file operation of this process is pending.
 * What gathers requests for some milliseconds so gathers all that were made before, however long a
 * busy machine takes to read what they depend on.
 */
export const quietClock: Clock = {
  ...systemClock,
  after(milliseconds, callback) {
    let isWanted = true;
    const callBack = async (): Promise<void> => {
      await untilQuiet();
      if (isWanted) callback();
    };
    const timer = systemClock.after(milliseconds, () => void callBack());
    return toDisposable(() => {
      isWanted = false;
      timer.dispose();
    });
  },
};

async function untilQuiet(): Promise<void> {
  for (let quiet = 0; quiet < quietTurns; quiet++) {
    await turn();
    if (process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))) quiet = -1;
  }
}
