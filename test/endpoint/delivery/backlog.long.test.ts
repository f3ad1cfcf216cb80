import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliverBacklog } from './backlogRun.ts';

test('a million lines for a disconnected controller are delivered in linear time, in batches', async (context) => {
  await deliverBacklog(context, 20_000);
  const few = await deliverBacklog(context, 100_000);
  const many = await deliverBacklog(context, 1_000_000);
  const report = JSON.stringify({ few, many });
  context.diagnostic(report);
  // Ten times as many lines; quadratic time would be a hundred times as long.
  assert.ok(many.writing < 40 * few.writing, report);
  assert.ok(many.delivering < 40 * few.delivering, report);
  assert.ok(many.maxAtOnce < 1_000_000 / 5, report);
});
