import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../src/common/deferred.ts';
import { Schedule } from '../../tools/testRun/schedule.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

test('files run in order, earlier groups first', async () => {
  const schedule = new Schedule([
    { files: ['a', 'b'], atOnce: 2 },
    { files: ['c'], atOnce: 2 },
  ]);
  const taken = [await schedule.take(), await schedule.take(), await schedule.take()];
  assert.deepEqual(
    taken.map((one) => one?.file),
    ['a', 'b', 'c'],
  );
  assert.equal(await schedule.take(), undefined);
});

test('the number of concurrent files of a group is limited', async () => {
  const schedule = new Schedule([
    { files: ['a', 'b'], atOnce: 1 },
    { files: ['c'], atOnce: 1 },
  ]);
  const first = await schedule.take();
  assert.equal((await schedule.take())?.file, 'c');
  let next: string | undefined;
  const taking = schedule.take().then((one) => (next = one?.file));
  await turn();
  assert.equal(next, undefined);
  first?.ended();
  assert.equal(await taking, 'b');
});

test('a group that is not ready yet is overtaken by the next', async () => {
  const tools = deferred();
  const schedule = new Schedule([
    { files: ['a'], atOnce: 1, ready: tools.promise },
    { files: ['b', 'c'], atOnce: 2 },
  ]);
  assert.equal((await schedule.take())?.file, 'b');
  tools.resolve();
  await turn();
  assert.equal((await schedule.take())?.file, 'a');
  assert.equal((await schedule.take())?.file, 'c');
});

test('waiting for a file ends when none is left', async () => {
  const tools = deferred();
  const schedule = new Schedule([{ files: ['a'], atOnce: 1, ready: tools.promise }]);
  const taking = [schedule.take(), schedule.take()];
  tools.resolve();
  const files = (await Promise.all(taking)).map((one) => one?.file);
  assert.deepEqual(files, ['a', undefined]);
});
