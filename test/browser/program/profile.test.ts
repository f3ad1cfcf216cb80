import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startBrowser } from '../../../src/browser/program/browserProcess.ts';
import { freshProfileParent, openProfile } from '../../../src/browser/program/profile.ts';
import { browserOptions, browserPlan, openBrowser } from '../../../tools/fixtures/web/browsers.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { RecordingWatchdog } from '../../../tools/fixtures/processes/recordingWatchdog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { ownTemporaryFolder } from './ownTemporaryFolder.ts';

const limit = { timeout: 240_000 };
const posix = { ...limit, skip: process.platform === 'win32' };

test('a kept profile is created, kept, and reused', limit, async (context) => {
  const folder = join(await temporaryFolder(context), 'below', 'profile');
  const profile = { kind: 'kept', folder } as const;
  const first = await openBrowser(context, { profile });
  await first.close();
  assert.ok(existsSync(join(folder, 'Default')));
  // The address that an earlier browser left must not be used for the next one.
  await writeFile(join(folder, 'DevToolsActivePort'), '9\n/devtools/browser/stale');
  const second = await openBrowser(context, { profile });
  assert.notEqual(second.devToolsPort, 9);
  await second.close();
  assert.ok(existsSync(folder));
});

test('a profile in use by another browser is not used', limit, async (context) => {
  const profile = { kind: 'kept', folder: await temporaryFolder(context) } as const;
  const holder = await openBrowser(context, { profile });
  await assert.rejects(startBrowser(await browserPlan({ profile }), browserOptions()), {
    code: 'BrowserProfileInUse',
    message: /Another browser.*browserProfile/,
  });
  assert.deepEqual(
    holder.pages.all.map(({ url }) => url),
    ['about:blank'],
  );
  assert.ok(existsSync(join(profile.folder, 'DevToolsActivePort')));
  await holder.close();
});

test('a profile in use by a browser on another machine is not used', posix, async (context) => {
  const folder = await temporaryFolder(context);
  await symlink('elsewhere-4711', join(folder, 'SingletonLock'));
  await assert.rejects(
    openProfile({ kind: 'kept', folder }, '/usr/bin/chromium', '/', noWatchdog),
    {
      code: 'BrowserProfileLocked',
      message: /browser on elsewhere\. .*SingletonLock.*browserProfile/,
    },
  );
});

test(
  'a browser has its temporary files in its fresh profile, if a socket fits there',
  posix,
  async (context) => {
    const temporary = await ownTemporaryFolder();
    afterTest(context, () => temporary.remove());
    const { path } = temporary;
    const open = () => openProfile({ kind: 'fresh' }, '/usr/bin/chromium', '/', noWatchdog);
    const fresh = await open();
    assert.equal(fresh.temporaryFolder, fresh.folder);
    await fresh.release();

    process.env['TMPDIR'] = join(path, 'a'.repeat(60));
    const long = await open();
    process.env['TMPDIR'] = path;
    assert.equal(long.temporaryFolder, undefined);
    await long.release();
  },
);

test('the profile of a killed browser is used again', posix, async (context) => {
  const profile = { kind: 'kept', folder: await temporaryFolder(context) } as const;
  const killed = await openBrowser(context, { profile });
  process.kill(killed.pid, 'SIGKILL');
  await killed.close();
  const next = await openBrowser(context, { profile });
  await next.close();
  assert.deepEqual(await next.ended, { exitCode: 0, reason: 'ended by us' });
});

test("a folder that can't be a profile is named", limit, async (context) => {
  const file = join(await temporaryFolder(context), 'file');
  await writeFile(file, '');
  for (const folder of [file, join(file, 'below')]) {
    await assert.rejects(
      openProfile({ kind: 'kept', folder }, '/usr/bin/chromium', '/', noWatchdog),
      {
        code: 'BrowserProfileUnusable',
        message: /file.*browserProfile/,
      },
    );
  }
});

test('removes a fresh profile even while it is being written', limit, async () => {
  const profile = await openProfile({ kind: 'fresh' }, '/usr/bin/chromium', '/', noWatchdog);
  const writing = (async () => {
    for (let count = 0; count < 50; count++) {
      const folder = join(profile.folder, 'Default', String(count));
      await mkdir(folder, { recursive: true }).catch(() => {});
      await writeFile(join(folder, 'file'), '').catch(() => {});
    }
  })();
  await Promise.all([profile.release(), writing]);
  await profile.release();
  assert.ok(!existsSync(profile.folder));
});

test('the watchdog knows a fresh profile from before its creation until its removal', async () => {
  const watchdog = new RecordingWatchdog();
  const profile = await openProfile({ kind: 'fresh' }, '/usr/bin/chromium', '/', watchdog);
  assert.deepEqual([...watchdog.watched], [profile.folder]);
  assert.deepEqual(watchdog.toldLate, []);
  assert.equal(statSync(profile.folder).mode & 0o077, 0);
  await profile.release();
  assert.deepEqual([...watchdog.watched], []);
});

test('the watchdog does not remove a kept profile', async (context) => {
  const watchdog = new RecordingWatchdog();
  const folder = await temporaryFolder(context);
  const profile = await openProfile({ kind: 'kept', folder }, '/usr/bin/chromium', '/', watchdog);
  assert.deepEqual([...watchdog.watched], []);
  await profile.release();
});

test('a browser from snap or flatpak has its fresh profiles where it can access them', () => {
  const parentOf = (executable: string): string => freshProfileParent(executable, '/home/ada');
  assert.equal(parentOf('/usr/bin/chromium'), tmpdir());
  assert.equal(parentOf('/snap/bin/chromium'), join('/home/ada', 'snap', 'chromium', 'common'));
  assert.equal(
    parentOf('/var/lib/flatpak/exports/bin/org.chromium.Chromium'),
    join('/home/ada', '.var', 'app', 'org.chromium.Chromium', 'cache'),
  );
});
