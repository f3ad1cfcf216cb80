import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  type Browser,
  showBrowser,
  startBrowser,
} from '../../../src/browser/program/browserProcess.ts';
import { systemClock, withTimeout } from '../../../src/common/clock.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import {
  browserOptions,
  browserPlan,
  openBrowser,
  countProcesses,
} from '../../../tools/fixtures/web/browsers.ts';
import { startStaticServer } from '../../../tools/fixtures/web/staticServer.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { ownTemporaryFolder, type TemporaryFolder } from './ownTemporaryFolder.ts';

const limit = { timeout: 240_000 };
const isWindows = process.platform === 'win32';

let temporary: TemporaryFolder;
before(async () => {
  temporary = await ownTemporaryFolder();
});
after(() => temporary.remove());

/** No browser process runs, and no file of a browser is left. */
async function assertNothingLeft(browser: Browser): Promise<void> {
  if (!isWindows) assert.equal(await countProcesses(browser.pid), 0);
  assert.deepEqual(readdirSync(temporary.path), []);
}

test(
  'a browser starts on an empty page and leaves nothing when it is closed',
  limit,
  async (context) => {
    const browser = await openBrowser(context);
    assert.match(browser.browserUri, /^ws:\/\/127\.0\.0\.1:\d+\/devtools\/browser\/[\w-]+$/);
    assert.equal(Number(new URL(browser.browserUri).port), browser.devToolsPort);
    const [profile] = readdirSync(temporary.path).filter((name) =>
      name.startsWith('ide-session-browser-'),
    );
    assert.ok(profile !== undefined);
    if (!isWindows) assert.equal(statSync(join(temporary.path, profile)).mode & 0o777, 0o700);
    await until('the page is there', () => browser.pages.all.length > 0);
    assert.deepEqual(
      browser.pages.all.map(({ url }) => url),
      ['about:blank'],
    );
    await browser.close();
    assert.equal((await browser.ended).reason, 'ended by us');
    await assertNothingLeft(browser);
  },
);

test('ten browsers in a row leave nothing', { timeout: 240_000 }, async () => {
  const plan = await browserPlan();
  for (let round = 0; round < 10; round++) {
    const browser = await startBrowser(plan, browserOptions());
    await Promise.all([browser.close(), browser.close()]);
    assert.deepEqual(await browser.ended, { exitCode: 0, reason: 'ended by us' });
    await assertNothingLeft(browser);
  }
});

test('a killed browser counts as crashed, and its files are removed', limit, async (context) => {
  const browser = await openBrowser(context);
  process.kill(browser.pid, 'SIGKILL');
  const { exitCode, reason } = await browser.ended;
  assert.equal(reason, 'crashed');
  if (!isWindows) assert.equal(exitCode, 137);
  await browser.close();
  await assertNothingLeft(browser);
});

test('a browser whose last page is closed counts as closed', limit, async (context) => {
  const browser = await openBrowser(context);
  await until('the page is there', () => browser.pages.all.length > 0);
  const { connection } = browser.pages;
  const second = await connection.send('Target.createTarget', { url: 'about:blank' });
  const { targetId } = second as { targetId: string };
  await until('both pages are there', () => browser.pages.all.length === 2);
  await connection.send('Target.closeTarget', { targetId });
  await until('one page is left', () => browser.pages.all.length === 1);
  assert.equal(await withTimeout(systemClock, 200, browser.ended, 'still there'), 'still there');
  await connection.send('Target.closeTarget', { targetId: browser.pages.all[0]?.targetId });
  assert.deepEqual(await browser.ended, { exitCode: 0, reason: 'closed' });
  await browser.close();
  await assertNothingLeft(browser);
});

test('a browser with a paused page closes as quickly', limit, async (context) => {
  const browser = await openBrowser(context);
  await until('the page is there', () => browser.pages.all.length > 0);
  const { connection } = browser.pages;
  const targetId = browser.pages.all[0]?.targetId;
  const attached = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const { sessionId } = attached as { sessionId: string };
  await connection.send('Debugger.enable', {}, sessionId);
  const paused = deferred();
  connection.events(({ method }) => {
    if (method === 'Debugger.paused') paused.resolve();
  });
  const standing = connection.send('Runtime.evaluate', { expression: 'debugger' }, sessionId);
  await paused.promise;
  await Promise.all([browser.close(), assert.rejects(standing)]);
  assert.equal((await browser.ended).reason, 'ended by us');
  await assertNothingLeft(browser);
});

test(
  'a browser without DevTools shows its page, and ends like any other',
  limit,
  async (context) => {
    const folder = await temporaryFolder(context);
    await writeFile(join(folder, 'index.html'), '<title>shown</title>');
    const server = await startStaticServer(folder);
    afterTest(context, () => server.close());
    for (const end of ['close', 'signal'] as const) {
      const asked = server.requests.length;
      const browser = await showBrowser(await browserPlan(), server.url, browserOptions());
      afterTest(context, () => browser.close());
      await until('the page is loaded', () => server.requests.length > asked);
      const profiles = readdirSync(temporary.path).filter((name) =>
        name.startsWith('ide-session-b'),
      );
      assert.equal(profiles.length, 1);
      assert.ok(!existsSync(join(temporary.path, profiles[0] ?? '', 'DevToolsActivePort')));
      if (end === 'signal') process.kill(browser.pid, 'SIGTERM');
      else await browser.close();
      assert.equal((await browser.ended).reason, end === 'close' ? 'ended by us' : 'closed');
      await browser.close();
    }
  },
);
