import assert from 'node:assert/strict';
import { test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };

test('a workspace cannot turn on the API', () => {
  const setting: object = manifest.contributes.configuration.properties['ideSessionHost.api'];
  assert.equal('scope' in setting && setting.scope, 'machine');
});
