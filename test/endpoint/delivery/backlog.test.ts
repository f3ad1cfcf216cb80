import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliverBacklog } from './backlogRun.ts';

test('lines for an absent controller are kept and delivered in order, bit by bit', async (context) => {
  const { maxAtOnce } = await deliverBacklog(context, 200_000);
  assert.ok(maxAtOnce < 200_000 / 5, `${maxAtOnce} at once`);
});
