import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busyTime } from '../../../tools/fixtures/time/busyTime.ts';
import { longestBodies, takeBody } from '../../../tools/fixtures/endpoint/longestBodies.ts';

/** So many small bodies are as large as a large one. */
const parts = 16;
/** Code is slow at first. */
const warmUps = 3;
/** What small bodies take in all before the two are compared, in milliseconds: the times are of 10 ms. */
const enough = 100;
/** How many times as long a large body may take as its parts: by the square of the size it would be 16. */
const maxGrowth = 6;

/** What this thread computes for some work, in milliseconds. */
function costOf(work: () => void): number {
  const begun = busyTime();
  work();
  return busyTime() - begun;
}

const smallBodies = longestBodies(1 / parts);

for (const [what, large] of longestBodies()) {
  test(`a body of ${what} takes time in proportion to its size`, () => {
    const small = smallBodies.get(what);
    assert.ok(small);
    const takeParts = (): void => {
      for (let part = 0; part < parts; part++) takeBody(small);
    };
    for (let count = 0; count < warmUps; count++) {
      takeBody(large);
      takeParts();
    }
    // In turns, so that what else the machine does slows both.
    const costs = { large: 0, parts: 0 };
    while (costs.parts < enough) {
      costs.large += costOf(() => takeBody(large));
      costs.parts += costOf(takeParts);
    }
    const growth = costs.large / costs.parts;
    assert.ok(growth <= maxGrowth, `${growth} times as long as in ${parts} parts`);
  });
}
