import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MostRun } from '../../../src/host/prebuilds/mostRun.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const week = 7 * 24 * 3_600_000;

test('projects that are run more often come first, and later runs count more', () => {
  const clock = new ManualClock();
  const mostRun = new MostRun(undefined, clock);
  for (const project of ['shop', 'api', 'shop', 'api', 'api', 'docs']) mostRun.add(project);
  assert.deepEqual(mostRun.list(2), ['api', 'shop']);
  clock.advance(2 * week);
  mostRun.add('docs');
  assert.deepEqual(mostRun.list(5), ['docs', 'api', 'shop']);
  assert.deepEqual(mostRun.list(0), []);
});

test('what was stored is counted on, and something else is ignored', () => {
  const clock = new ManualClock();
  const mostRun = new MostRun(undefined, clock);
  mostRun.add('api');
  mostRun.add('api');
  const later = new MostRun(JSON.parse(JSON.stringify(mostRun.runs)), clock);
  later.add('shop');
  assert.deepEqual(later.list(2), ['api', 'shop']);
  assert.deepEqual(new MostRun({ api: 2 }, clock).list(2), []);
});

test('the projects that are run least are forgotten', () => {
  const mostRun = new MostRun(undefined, new ManualClock());
  for (let count = 0; count < 2; count++) mostRun.add('api');
  for (let index = 0; index < 100; index++) mostRun.add(`project ${index}`);
  assert.equal(mostRun.runs.length, 50);
  assert.deepEqual(mostRun.list(1), ['api']);
});
