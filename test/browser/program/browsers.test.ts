import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type BrowserContext,
  findBrowser,
  isExecutableFile,
} from '../../../src/browser/program/browsers.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** A machine with only these files. */
function machine(
  platform: NodeJS.Platform,
  files: readonly string[],
  given: Partial<BrowserContext> = {},
): BrowserContext {
  const homeFolder = platform === 'win32' ? 'C:\\Users\\ada' : '/home/ada';
  const environment = { PATH: '/usr/games:/usr/bin' };
  return { platform, homeFolder, environment, exists: (path) => files.includes(path), ...given };
}

const windows = {
  environment: {
    programfiles: 'C:\\Program Files',
    'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    LocalAppData: 'C:\\Users\\ada\\AppData\\Local',
    Path: 'D:\\tools;C:\\bin',
  },
};

const edgeOnMac = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
const chromeOnMac = '/home/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const edgeOnWindows = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
const chromeOnWindows = 'C:\\Users\\ada\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe';

const installed = [
  ['linux', 'chrome', '/usr/bin/google-chrome-stable'],
  ['linux', 'chrome', '/usr/games/google-chrome'],
  ['linux', 'chrome', '/opt/google/chrome/chrome'],
  ['linux', 'chrome', '/home/ada/.local/share/flatpak/exports/bin/com.google.Chrome'],
  ['linux', 'msedge', '/usr/bin/microsoft-edge'],
  ['linux', 'msedge', '/opt/microsoft/msedge/msedge'],
  ['linux', 'chromium', '/usr/bin/chromium'],
  ['linux', 'chromium', '/usr/bin/chromium-browser'],
  ['linux', 'chromium', '/snap/bin/chromium'],
  ['linux', 'chromium', '/var/lib/flatpak/exports/bin/org.chromium.Chromium'],
  ['darwin', 'chrome', chromeOnMac],
  ['darwin', 'msedge', edgeOnMac],
  ['darwin', 'chromium', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  ['win32', 'chrome', chromeOnWindows],
  ['win32', 'chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
  ['win32', 'msedge', edgeOnWindows],
  ['win32', 'chromium', 'C:\\Program Files\\Chromium\\Application\\chrome.exe'],
] as const;

for (const [platform, kind, executable] of installed) {
  test(`${kind} is found at ${executable}, requested or not`, () => {
    const context = machine(platform, [executable], platform === 'win32' ? windows : {});
    assert.deepEqual(findBrowser(kind, context), { kind, executable });
    assert.deepEqual(findBrowser(undefined, context), { kind, executable });
  });
}

test('the requested browser is found among others', () => {
  const context = machine('darwin', [chromeOnMac, edgeOnMac]);
  assert.equal(findBrowser('msedge', context).executable, edgeOnMac);
  assert.equal(findBrowser('chrome', context).executable, chromeOnMac);
});

test('reports a substituted browser', () => {
  const context = machine('linux', ['/usr/bin/chromium']);
  assert.deepEqual(findBrowser('msedge', context), {
    kind: 'chromium',
    executable: '/usr/bin/chromium',
    substitutedFor: 'msedge',
  });
});

test('a command from snap is preferred to the script that links to it', () => {
  const context = machine('linux', ['/usr/bin/chromium-browser', '/snap/bin/chromium']);
  assert.equal(findBrowser('chromium', context).executable, '/snap/bin/chromium');
});

test('CHROME_PATH precedes installed browsers, except for a requested Edge', () => {
  const environment = { CHROME_PATH: '/code/chrome-for-tests/chrome', PATH: '' };
  const files = [environment.CHROME_PATH, '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'];
  const context = machine('linux', files, { environment });
  const named = { kind: 'chrome', executable: environment.CHROME_PATH };
  assert.deepEqual(findBrowser(undefined, context), named);
  assert.deepEqual(findBrowser('chrome', context), named);
  assert.equal(findBrowser('msedge', context).executable, '/usr/bin/microsoft-edge');
  const without = machine('linux', files.slice(0, 2), { environment });
  assert.deepEqual(findBrowser('msedge', without), { ...named, substitutedFor: 'msedge' });
});

test('a CHROME_PATH that does not exist is ignored', () => {
  const environment = { CHROME_PATH: '/gone/chrome', PATH: '' };
  const context = machine('linux', ['/usr/bin/chromium'], { environment });
  assert.equal(findBrowser(undefined, context).executable, '/usr/bin/chromium');
});

test('the configured path takes precedence over the requested browser', () => {
  const chosenPath = '/home/ada/edge-dev/msedge';
  const files = [chosenPath, '/usr/bin/google-chrome', '/gone/chrome'];
  const environment = { CHROME_PATH: '/gone/chrome', PATH: '' };
  const context = machine('linux', files, { chosenPath, environment });
  assert.deepEqual(findBrowser('chrome', context), { kind: 'msedge', executable: chosenPath });
});

test('the configured path may be a name in PATH, a path below home, or a bundle', () => {
  const choose = (chosenPath: string, context: BrowserContext): string =>
    findBrowser(undefined, { ...context, chosenPath }).executable;
  const linux = machine('linux', ['/usr/games/vivaldi', '/home/ada/bin/brave']);
  assert.equal(choose('vivaldi', linux), '/usr/games/vivaldi');
  assert.equal(choose('~/bin/brave', linux), '/home/ada/bin/brave');
  const bundle = '/Volumes/X/Brave Browser.app';
  const inside = `${bundle}/Contents/MacOS/Brave Browser`;
  assert.equal(choose(bundle, machine('darwin', [inside])), inside);
  assert.equal(choose('b.exe', machine('win32', ['C:\\bin\\b.exe'], windows)), 'C:\\bin\\b.exe');
});

test('a configured path that does not exist is an error, even if browsers are installed', () => {
  const context = machine('linux', ['/usr/bin/chromium'], { chosenPath: '/gone/chrome' });
  assert.throws(() => findBrowser(undefined, context), {
    code: 'BrowserPathWrong',
    message: /\/gone\/chrome.*ideSessionHost\.blazor\.browserPath/,
  });
});

for (const platform of ['linux', 'darwin', 'win32'] as const) {
  test(`without a browser on ${platform} the error says what was searched and what to do`, () => {
    assert.throws(() => findBrowser('msedge', machine(platform, [])), {
      code: 'BrowserNotFound',
      message:
        /None of Microsoft Edge, Google Chrome, Chromium is in .*Install .*ideSessionHost\.blazor\.browserPath/,
    });
  });
}

test('an executable file is a program; a folder never is', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'program'), '', { mode: 0o700 });
  await writeFile(join(folder, 'text'), '', { mode: 0o600 });
  assert.equal(isExecutableFile(join(folder, 'program')), true);
  assert.equal(isExecutableFile(join(folder, 'text')), process.platform === 'win32');
  assert.equal(isExecutableFile(folder), false);
  assert.equal(isExecutableFile(join(folder, 'missing')), false);
});
