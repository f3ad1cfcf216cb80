import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findInstalledBrowsers } from '../../../src/browser/program/installedBrowsers.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const onPosix = { skip: process.platform === 'win32' ? 'the browser is a script' : false };

test(
  'the browser in the settings is listed with the version that it says',
  onPosix,
  async (context) => {
    const folder = await temporaryFolder(context);
    const browser = join(folder, 'chromium');
    await writeFile(browser, '#!/bin/sh\necho "Chromium 120.0.6099.28 built on Debian"\n', {
      mode: 0o755,
    });
    const { platform } = process;
    const found = await findInstalledBrowsers(browser, {
      workspace: folder,
      environment: {},
      platform,
    });
    assert.deepEqual(found, [{ kind: 'chromium', version: '120.0.6099.28' }]);
  },
);

test('a browser that fails is listed without a version', onPosix, async (context) => {
  const folder = await temporaryFolder(context);
  const browser = join(folder, 'google-chrome');
  await writeFile(browser, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const { platform } = process;
  const found = await findInstalledBrowsers(browser, {
    workspace: folder,
    environment: {},
    platform,
  });
  assert.deepEqual(found, [{ kind: 'chrome', version: '' }]);
});

test(
  'on Windows, browsers are not run: the version is the name of a folder beside them',
  onPosix,
  async (context) => {
    const folder = await temporaryFolder(context);
    const browser = join(folder, 'chrome.exe');
    await writeFile(browser, '#!/bin/sh\necho run\n', { mode: 0o755 });
    await mkdir(join(folder, '120.0.6099.130'));
    const windows = { workspace: folder, environment: {}, platform: 'win32' } as const;
    const found = await findInstalledBrowsers(browser, windows);
    assert.deepEqual(found, [{ kind: 'chrome', version: '120.0.6099.130' }]);
  },
);

test('a browser in the settings that is missing is not listed', async (context) => {
  const folder = await temporaryFolder(context);
  const { platform } = process;
  const missing = join(folder, 'chrome');
  assert.deepEqual(
    await findInstalledBrowsers(missing, { workspace: folder, environment: {}, platform }),
    [],
  );
});
