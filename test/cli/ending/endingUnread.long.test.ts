import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endUnreadHost } from './unreadHost.ts';

test('a host whose stderr is a full pipe that is not read ends within 10 seconds', async (context) => {
  const took = await endUnreadHost(context, '--verbose');
  assert.ok(took < 10_000, `It took ${took} ms.`);
});
