import { test } from 'node:test';
import { assertReplayed } from './randomRun.ts';

const runs = 100;

/** In these, a replay once had other outputs. */
const notable: Readonly<Record<string, readonly number[]>> = {
  'a preparation that nothing ends': [604],
  'a line that is finished some time after it was begun': [758],
  'a controller that disconnects before its session starts': [2157, 2379],
  'a controller that disconnects in the turn of a request': [6568],
  'a program that exits when its next launch is prepared': [9085],
  'unfinished lines of both streams that are delivered at the same time': [209_383_033],
  'output without bytes': [1421, 1621, 2213],
  'reports and requests in the same turn': [644, 2293, 2594, 2815, 8424],
};

test(`${runs} random runs have the same outputs when what came in is replayed`, async () => {
  for (let seed = 1; seed <= runs; seed++) await assertReplayed(seed);
});

for (const [what, seeds] of Object.entries(notable)) {
  test(`${what}: the outputs are the same`, async () => {
    for (const seed of seeds) await assertReplayed(seed);
  });
}
