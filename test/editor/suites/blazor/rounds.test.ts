import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/common/clock.ts';
import { pressStop } from '../debugView.ts';
import { assertNothingLeft, browserOn, keptBrowser, type Started } from './leftovers.ts';
import { useBlazor } from './fixture.ts';

const rounds = Number(process.env['F5_ROUNDS'] ?? 2);
/** About as long as a start takes, in milliseconds. */
const longestWait = 12_000;

describe('Repeated sessions', () => {
  const fixture = useBlazor();

  it('of F5 and stop leave nothing but a new browser, which the next one takes', async function () {
    this.timeout(1_200_000);
    const { client, view } = fixture;
    await client.breakAt('Program.cs', 'var builder');
    let kept: Started | undefined;
    for (let round = 0; round < rounds; round++) {
      const root = await client.start(view);
      await view.stop();
      const shown = await browserOn(view, await client.address());
      if (kept !== undefined) assert.equal(shown.pid, kept.pid);
      await pressStop(root);
      await view.ended();
      kept = await keptBrowser(view);
      assert.notEqual(kept.pid, shown.pid);
      await assertNothingLeft([await client.address()]);
    }
  });

  it('stopped at many moments leave nothing behind', async function () {
    this.timeout(1_200_000);
    const { client, view } = fixture;
    const seed = Number(process.env['STOP_SEED'] ?? 1);
    await client.breakAt('Program.cs', 'var builder');
    for (const moment of moments(seed)) {
      const root = await client.start(view);
      await new Promise<void>((resolve) => systemClock.after(moment, resolve));
      await pressStop(root);
      await view.ended();
      await assertNothingLeft([await client.address()]);
    }
  });
});

/**
 * How long after its start each session is stopped, in milliseconds: at any time until the first
 * stop.
 */
function moments(seed: number): readonly number[] {
  let state = seed;
  return Array.from({ length: rounds }, () => {
    // A linear congruential generator (Numerical Recipes) is random enough.
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * longestWait);
  });
}
