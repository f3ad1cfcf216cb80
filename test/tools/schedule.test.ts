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
    taken.map((one) => one?.files),
    [['a'], ['b'], ['c']],
  );
  assert.equal(await schedule.take(), undefined);
});

test('the number of concurrent files of a group is limited', async () => {
  const schedule = new Schedule([
    { files: ['a', 'b'], atOnce: 1 },
    { files: ['c'], atOnce: 1 },
  ]);
  const first = await schedule.take();
  assert.deepEqual((await schedule.take())?.files, ['c']);
  let next: readonly string[] | undefined;
  const taking = schedule.take().then((one) => (next = one?.files));
  await turn();
  assert.equal(next, undefined);
  first?.ended();
  assert.deepEqual(await taking, ['b']);
});

test('files that share a process are taken together', async () => {
  const schedule = new Schedule([{ files: ['a', 'b', 'c'], atOnce: 1, perProcess: 2 }]);
  const first = await schedule.take();
  assert.deepEqual(first?.files, ['a', 'b']);
  first?.ended();
  assert.deepEqual((await schedule.take())?.files, ['c']);
  assert.equal(await schedule.take(), undefined);
});

test('a group that is not ready yet is overtaken by the next', async () => {
  const tools = deferred();
  const schedule = new Schedule([
    { files: ['a'], atOnce: 1, ready: tools.promise },
    { files: ['b', 'c'], atOnce: 2 },
  ]);
  assert.deepEqual((await schedule.take())?.files, ['b']);
  tools.resolve();
  await turn();
  assert.deepEqual((await schedule.take())?.files, ['a']);
  assert.deepEqual((await schedule.take())?.files, ['c']);
});

test('waiting for a file ends when none is left', async () => {
  const tools = deferred();
  const schedule = new Schedule([{ files: ['a'], atOnce: 1, ready: tools.promise }]);
  const taking = [schedule.take(), schedule.take()];
  tools.resolve();
  const files = (await Promise.all(taking)).map((one) => one?.files);
  assert.deepEqual(files, [['a'], undefined]);
});
