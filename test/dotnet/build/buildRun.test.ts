import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onAbort } from '../../../src/common/abort.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { BuildRun } from '../../../src/dotnet/build/buildRun.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

test('a stopped run has ended when what it left is removed', async () => {
  const order: string[] = [];
  const removed = deferred();
  const run = new BuildRun(
    [],
    (signal) => {
      const stopped = deferred();
      onAbort(signal, () => stopped.resolve());
      return stopped.promise;
    },
    async () => {
      order.push('removing');
      await removed.promise;
      order.push('removed');
    },
  );
  const ended = run.endIfUnwanted().then(() => order.push('ended'));
  await turn();
  assert.deepEqual(order, ['removing']);
  removed.resolve();
  await ended;
  assert.deepEqual(order, ['removing', 'removed', 'ended']);
});

test('nothing is removed after a run that was not stopped', async () => {
  let removals = 0;
  const run = new BuildRun(
    [],
    async () => undefined,
    async () => void removals++,
  );
  await run.over;
  assert.equal(removals, 0);
});
