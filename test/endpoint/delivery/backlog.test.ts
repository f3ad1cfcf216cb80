import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliverBacklog } from './backlogRun.ts';

test('lines for a disconnected controller are kept and delivered in order, in batches', async (context) => {
  const { maxAtOnce } = await deliverBacklog(context, 200_000);
  assert.ok(maxAtOnce < 200_000 / 5, `${maxAtOnce} at once`);
});
