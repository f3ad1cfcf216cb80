import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeSession } from '../../../src/api/resource/encode.ts';
import { toObject } from '../../../src/api/resource/toObject.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';

test('the encoded session is the object at each of its versions', async (context) => {
  const { sessions } = await openFixture(context);
  const launchConfiguration = { type: 'node', script_path: 'a "quoted" path' };
  const chosen = { name: 'shop', annotations: { note: 'line\nbreak' } };
  const added = sessions.create({ kind: 'api' }, { launchConfiguration, env: [] }, chosen);
  const versions = [added, sessions.update('shop', { metadata: { labels: { app: 'x' } } })];
  for (const session of versions) {
    assert.deepEqual(JSON.parse(encodeSession(session)), toObject(session));
  }
  assert.notEqual(
    encodeSession(added),
    encodeSession(sessions.update('shop', { metadata: { labels: {} } })),
  );
});
