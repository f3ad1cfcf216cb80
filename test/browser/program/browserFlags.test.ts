import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  browserFlags,
  type BrowserFlagOptions,
  isHeadless as hasNoWindow,
} from '../../../src/browser/program/browserFlags.ts';
import type { DisplayEnvironment } from '../../../src/browser/program/displayEnvironment.ts';

const desktop: DisplayEnvironment = { display: 'x11', canSandbox: true, sharedMemory: undefined };

function flags(
  options: Partial<BrowserFlagOptions> = {},
  display: Partial<DisplayEnvironment> = {},
) {
  const all: BrowserFlagOptions = {
    profileFolder: '/tmp/profile',
    profileKind: 'fresh',
    devTools: 'open',
    headless: 'auto',
    extraArguments: [],
    page: 'about:blank',
    ...options,
  };
  return browserFlags(all, { ...desktop, ...display });
}

function isHeadless(all: readonly string[]): boolean {
  return all.includes('--headless=new') && all.includes('--disable-gpu');
}

test('passes the profile, a free DevTools port and no first-run prompts', () => {
  const all = flags();
  assert.equal(all[0], '--user-data-dir=/tmp/profile');
  for (const flag of [
    '--remote-debugging-port=0',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]) {
    assert.ok(all.includes(flag), flag);
  }
  assert.equal(all.at(-1), 'about:blank');
});

test('without DevTools no port is opened, and the browser starts on the page', () => {
  const all = flags({ devTools: 'none', page: 'http://localhost:5000/' });
  assert.ok(!all.some((flag) => flag.startsWith('--remote-debugging')));
  assert.equal(all.at(-1), 'http://localhost:5000/');
});

test('a page covered by the editor is not throttled', () => {
  const all = flags();
  assert.ok(all.includes('--disable-backgrounding-occluded-windows'));
  assert.ok(all.includes('--disable-renderer-backgrounding'));
  assert.ok(all.includes('--disable-background-timer-throttling'));
});

test('there is a window wherever there is a display, unless headless is set', () => {
  for (const display of ['x11', 'wayland', 'system'] as const) {
    assert.ok(!isHeadless(flags({}, { display })), display);
    assert.ok(!isHeadless(flags({ headless: 'never' }, { display })), display);
    assert.ok(isHeadless(flags({ headless: 'always' }, { display })), display);
  }
  assert.ok(isHeadless(flags({}, { display: 'none' })));
  assert.ok(!isHeadless(flags({ headless: 'never' }, { display: 'none' })));
});

test('uses Wayland if there is no X11 display', () => {
  const wayland = '--ozone-platform=wayland';
  assert.ok(flags({}, { display: 'wayland' }).includes(wayland));
  assert.ok(!flags({ headless: 'always' }, { display: 'wayland' }).includes(wayland));
  assert.ok(!flags().includes(wayland));
});

test('the sandbox is only disabled where it does not work', () => {
  assert.ok(!flags().includes('--no-sandbox'));
  assert.ok(flags({}, { canSandbox: false }).includes('--no-sandbox'));
});

test('does not use small shared memory', () => {
  const flag = '--disable-dev-shm-usage';
  assert.ok(flags({}, { sharedMemory: 64 * 1024 * 1024 }).includes(flag));
  assert.ok(!flags({}, { sharedMemory: 8 * 1024 * 1024 * 1024 }).includes(flag));
  assert.ok(!flags().includes(flag));
});

test('only a fresh profile does not use the keychain', () => {
  assert.ok(flags().includes('--use-mock-keychain'));
  assert.ok(flags().includes('--password-store=basic'));
  const kept = flags({ profileKind: 'kept' });
  assert.ok(!kept.some((flag) => /keychain|password/.test(flag)));
});

test("the user's arguments are last, before the page", () => {
  const extraArguments = ['--window-size=800,600', '--lang=de'];
  assert.deepEqual(flags({ extraArguments }).slice(-3), [...extraArguments, 'about:blank']);
});

test('features that the user disables are added to ours, in one flag', () => {
  const extraArguments = ['--disable-features=WebUsb,Translate', '--lang=de'];
  const all = flags({ extraArguments });
  const features = all.filter((flag) => flag.startsWith('--disable-features='));
  assert.equal(features.length, 1);
  assert.match(features[0] ?? '', /=Translate,.*HttpsUpgrades,WebUsb$/);
  assert.equal(all.at(-2), '--lang=de');
});

test('only a browser without a window loads no list for its address bar', () => {
  const hasList = (all: readonly string[]) => !all.join().includes('WebUIOmniboxPopup');
  assert.ok(hasList(flags()));
  assert.ok(!hasList(flags({ headless: 'always' })));
  assert.ok(!hasList(flags({ extraArguments: ['--headless=new'] })));
});

test("a browser without a window is recognised by the setting or the user's flags", () => {
  const none = { headless: 'never', extraArguments: [] } as const;
  assert.ok(!hasNoWindow(none, { display: 'none' }));
  assert.ok(!hasNoWindow({ ...none, headless: 'auto' }, { display: 'x11' }));
  assert.ok(hasNoWindow({ ...none, headless: 'auto' }, { display: 'none' }));
  assert.ok(hasNoWindow({ ...none, headless: 'always' }, { display: 'x11' }));
  for (const flag of ['--headless', '--headless=new']) {
    assert.ok(hasNoWindow({ ...none, extraArguments: [flag] }, { display: 'x11' }), flag);
  }
});
