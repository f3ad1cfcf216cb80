import assert from 'node:assert/strict';
import { test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { readBrowserSettings } from '../../src/browser/program/browserSettings.ts';
import { readCSharpSettings } from '../../src/wasm/csharpSettings.ts';
import {
  createSettingReader,
  readDefault,
  settingChoices,
  type SettingName,
} from '../../src/common/settings.ts';
import { readHostSettings } from '../../src/host/settings.ts';

const properties: Readonly<Record<string, { default: unknown; enum?: readonly string[] }>> =
  manifest.contributes.configuration.properties;

function configured(values: Partial<Record<SettingName, unknown>>) {
  return createSettingReader((name) => values[name]);
}

test('the choices of settings match package.json', () => {
  const contributed = Object.entries(properties)
    .filter(([, schema]) => schema.enum !== undefined)
    .map(([name, schema]) => [name.replace('ideSessionHost.', ''), schema.enum]);
  assert.deepEqual(Object.fromEntries(contributed), settingChoices);
});

test('an unset setting has the default of package.json', () => {
  for (const [name, schema] of Object.entries(properties)) {
    const setting = name.replace('ideSessionHost.', '') as SettingName;
    assert.deepEqual(readDefault(setting), schema.default, name);
  }
});

test('a configured value is used if it conforms to the schema', () => {
  const read = configured({
    runMode: 'NoDebug',
    terminalVariables: false,
    stopGrace: 2.5,
    launchProfile: 'https',
    'blazor.browserArguments': ['--mute-audio'],
    debugConfigurations: { python: {} },
  });
  assert.equal(read('runMode'), 'NoDebug');
  assert.equal(read('terminalVariables'), false);
  assert.equal(read('stopGrace'), 2.5);
  assert.equal(read('launchProfile'), 'https');
  assert.deepEqual(read('blazor.browserArguments'), ['--mute-audio']);
  assert.deepEqual(read('debugConfigurations'), { python: {} });
});

test('a value of the wrong type or an unknown choice is replaced by the default', () => {
  const read = configured({
    runMode: 'debug',
    terminalVariables: 'no',
    concurrentStarts: '8',
    stopGrace: Number.NaN,
    launchProfile: 7,
    'blazor.browserArguments': ['--mute-audio', 1],
  });
  assert.equal(read('runMode'), 'Debug');
  assert.equal(read('terminalVariables'), true);
  assert.equal(read('concurrentStarts'), 8);
  assert.equal(read('stopGrace'), 5);
  assert.equal(read('launchProfile'), '');
  assert.deepEqual(read('blazor.browserArguments'), []);
});

test('a number out of bounds is replaced by the nearest bound', () => {
  const read = configured({ concurrentStarts: 0, concurrentStops: 5_000.5, stopGrace: 60 });
  assert.equal(read('concurrentStarts'), 1);
  assert.equal(read('concurrentStops'), 1_000);
  assert.equal(read('stopGrace'), 8);
});

test('an object of the wrong type still reaches its parser', () => {
  assert.equal(configured({ launchTypes: 'none' })('launchTypes'), 'none');
});

test('the settings of a host are converted to milliseconds and bytes', () => {
  const settings = readHostSettings(configured({ controllerTimeout: 20, bodyLimit: 2 }));
  assert.equal(settings.controllerTimeout, 20_000);
  assert.equal(settings.bodyLimit, 2 * 1024 * 1024);
  assert.equal(settings.startWidth, 8);
  assert.equal(settings.history, 50);
});

test('empty browser settings mean any browser', () => {
  assert.deepEqual(readBrowserSettings(readDefault), {
    kind: undefined,
    path: undefined,
    profileFolder: undefined,
    arguments: [],
    headless: 'auto',
  });
  const read = configured({ 'blazor.browser': 'msedge', 'blazor.browserPath': '/opt/edge' });
  assert.equal(readBrowserSettings(read).kind, 'msedge');
  assert.equal(readBrowserSettings(read).path, '/opt/edge');
});

test('pages that are always shown in the editor open in a browser without a window', () => {
  const read = configured({ showPage: 'always', 'blazor.headless': 'never' });
  assert.equal(readBrowserSettings(read).headless, 'always');
  const wanted = configured({ showPage: 'never', 'blazor.headless': 'never' });
  assert.equal(readBrowserSettings(wanted).headless, 'never');
});

test('the settings for C# are read by their names', () => {
  const read = configured({ debugRelay: false, justMyCode: true });
  assert.deepEqual(readCSharpSettings(read), { debugRelay: false, justMyCode: true });
});
