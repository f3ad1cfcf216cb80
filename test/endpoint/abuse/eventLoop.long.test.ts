import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busyTime } from '../../../tools/fixtures/time/busyTime.ts';
import { longestBodies, takeBody } from '../../../tools/fixtures/endpoint/longestBodies.ts';

/** The number of small bodies that equal a large one in size. */
const parts = 16;
/** Runs once unmeasured, so that the code is compiled. */
const warmUps = 3;
/**
 * How long the small bodies must take in total for a comparison, in ms: the timer's resolution is
 * 10 ms.
 */
const enough = 100;
/**
 * How many times as long the large body may take as the small ones; quadratic time would be 16
 * times.
 */
const maxGrowth = 6;

/** CPU time that this thread needs for some work, in milliseconds. */
function costOf(work: () => void): number {
  const begun = busyTime();
  work();
  return busyTime() - begun;
}

const smallBodies = longestBodies(1 / parts);

for (const [what, large] of longestBodies()) {
  test(`a body of ${what} is processed in linear time`, () => {
    const small = smallBodies.get(what);
    assert.ok(small);
    const takeParts = (): void => {
      for (let part = 0; part < parts; part++) takeBody(small);
    };
    for (let count = 0; count < warmUps; count++) {
      takeBody(large);
      takeParts();
    }
    // Alternates the two, so that other load on the machine slows both.
    const costs = { large: 0, parts: 0 };
    while (costs.parts < enough) {
      costs.large += costOf(() => takeBody(large));
      costs.parts += costOf(takeParts);
    }
    const growth = costs.large / costs.parts;
    assert.ok(growth <= maxGrowth, `${growth} times as long as in ${parts} parts`);
  });
}
