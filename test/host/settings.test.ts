import assert from 'node:assert/strict';
import { test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { createSettingReader } from '../../src/common/settings.ts';
import { defaultSettings, readHostSettings } from '../../src/host/settings.ts';

test('a workspace cannot turn on the API', () => {
  const setting: object = manifest.contributes.configuration.properties['ideSessionHost.api'];
  assert.equal('scope' in setting && setting.scope, 'machine');
});

test('the rules for sessions are off by default, and take minutes', () => {
  const off = { idleStop: undefined, timeToLive: undefined, maxSessions: undefined };
  assert.deepEqual(defaultSettings.lifecycle, off);
  const values: Readonly<Record<string, number>> = {
    idleStop: 0.5,
    timeToLive: 1_000_000,
    maxSessions: 3,
  };
  const { lifecycle } = readHostSettings(createSettingReader((name) => values[name]));
  assert.deepEqual(lifecycle, { idleStop: 30_000, timeToLive: 604_800_000, maxSessions: 3 });
});
