import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { readDisplayEnvironment } from '../../../src/browser/program/displayEnvironment.ts';

test('on Linux the display is set by the variables', async () => {
  const displayOf = async (environment: Record<string, string>): Promise<string> =>
    (await readDisplayEnvironment(environment, 'linux')).display;
  assert.equal(await displayOf({}), 'none');
  assert.equal(await displayOf({ DISPLAY: '', WAYLAND_DISPLAY: '' }), 'none');
  assert.equal(await displayOf({ DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }), 'x11');
  assert.equal(await displayOf({ WAYLAND_DISPLAY: 'wayland-0' }), 'wayland');
});

test('on other platforms there is always a display and a sandbox', async () => {
  const expected = { display: 'system', canSandbox: true, sharedMemory: undefined };
  assert.deepEqual(await readDisplayEnvironment({}, 'darwin'), expected);
  assert.deepEqual(await readDisplayEnvironment({}, 'win32'), expected);
});

test('in a container or as root there is no sandbox', async () => {
  const inPod = await readDisplayEnvironment({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, 'linux');
  assert.equal(inPod.canSandbox, false);
  if (process.getuid?.() !== 0 && !existsSync('/.dockerenv')) return;
  assert.equal((await readDisplayEnvironment({}, 'linux')).canSandbox, false);
});

test('the size of the shared memory is known', async () => {
  if (!existsSync('/dev/shm')) return;
  const { sharedMemory } = await readDisplayEnvironment({}, 'linux');
  assert.ok(sharedMemory !== undefined && sharedMemory > 0);
});
