import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import {
  type DebuggableBrowser,
  startBrowser,
} from '../../../src/browser/program/browserProcess.ts';
import type { BrowserPlan } from '../../../src/browser/program/browserProgram.ts';
import { withFreeProfile } from '../../../src/browser/program/freeProfile.ts';
import { browserErrors } from '../../../src/browser/errors.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { browserOptions, browserPlan } from '../../../tools/fixtures/web/browsers.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const limit = { timeout: 240_000 };

/**
 * Starts browsers with one kept profile, and records the messages and the profiles that they got.
 */
async function profileOf(context: TestContext) {
  const folder = await temporaryFolder(context);
  const plan = await browserPlan({ profile: { kind: 'kept', folder } });
  const told: string[] = [];
  const kinds: string[] = [];
  const start = async (free: BrowserPlan): Promise<DebuggableBrowser> => {
    const browser = await startBrowser(free, browserOptions());
    afterTest(context, () => browser.close());
    kinds.push(free.profile.kind);
    return browser;
  };
  return { folder, kinds, told, open: () => withFreeProfile(plan, (one) => told.push(one), start) };
}

test('a second browser uses a fresh profile and reports why', limit, async (context) => {
  const { folder, kinds, open, told } = await profileOf(context);
  const first = await open();
  const second = await open();
  assert.notEqual(first.pid, second.pid);
  assert.deepEqual(kinds, ['kept', 'fresh']);
  assert.equal(told.length, 1);
  assert.match(told[0] ?? '', /fresh browser profile\. Another browser .*browserProfile/);
  assert.ok(told[0]?.includes(folder));
  await first.close();
  await open();
  assert.deepEqual(kinds, ['kept', 'fresh', 'kept']);
  assert.ok(existsSync(folder));
});

test('one of several concurrent browsers gets the kept profile', limit, async (context) => {
  const { kinds, open, told } = await profileOf(context);
  await Promise.all([open(), open()]);
  assert.deepEqual(kinds.toSorted(), ['fresh', 'kept']);
  assert.equal(told.length, 1);
});

test('a profile that is locked by another machine is not used', limit, async () => {
  const started: string[] = [];
  const told: string[] = [];
  const start = async ({ profile }: BrowserPlan): Promise<void> => {
    started.push(profile.kind);
    if (profile.kind === 'kept') {
      throw browserErrors.BrowserProfileLocked({ folder: profile.folder, host: 'elsewhere' });
    }
  };
  const plan = await browserPlan({ profile: { kind: 'kept', folder: '/home/ada/profile' } });
  await withFreeProfile(plan, (one) => told.push(one), start);
  assert.deepEqual(started, ['kept', 'fresh']);
  assert.match(told.join(), /fresh browser profile\..* locked by a browser on elsewhere/);
});

test('a browser that fails for another reason is not started again', limit, async () => {
  let starts = 0;
  const start = (): Promise<never> => {
    starts++;
    return Promise.reject(browserErrors.BrowserNotStarted({ outcome: 'broke', output: '' }));
  };
  const plan = await browserPlan();
  await assert.rejects(
    withFreeProfile(plan, () => assert.fail(), start),
    { code: 'BrowserNotStarted' },
  );
  assert.equal(starts, 1);
});
