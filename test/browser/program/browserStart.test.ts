import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { startBrowser } from '../../../src/browser/program/browserProcess.ts';
import type { BrowserOptions, BrowserPlan } from '../../../src/browser/program/browserProgram.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { browserOptions, browserPlan } from '../../../tools/fixtures/web/browsers.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { RecordingWatchdog } from '../../../tools/fixtures/processes/recordingWatchdog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { ownTemporaryFolder, type TemporaryFolder } from './ownTemporaryFolder.ts';

/** Shell scripts that imitate a browser. */
const limit = { timeout: 240_000, skip: process.platform === 'win32' };

let temporary: TemporaryFolder;
before(async () => {
  temporary = await ownTemporaryFolder();
});
after(() => temporary.remove());

function leftovers(): readonly string[] {
  return readdirSync(temporary.path).filter((name) => !name.startsWith('ide-session-host-test-'));
}

/** A plan whose browser is a script, which finds a real one in REAL_BROWSER. */
async function scripted(context: TestContext, script: string): Promise<BrowserPlan> {
  const executable = join(await temporaryFolder(context), 'browser');
  await writeFile(executable, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  const { browser, ...plan } = await browserPlan();
  const environment = { ...plan.environment, REAL_BROWSER: browser.executable };
  return { ...plan, environment, browser: { kind: 'chromium', executable } };
}

async function failureOf(plan: BrowserPlan, options: Partial<BrowserOptions> = {}): Promise<Error> {
  let failure: unknown;
  await assert.rejects(startBrowser(plan, browserOptions(options)), (error) => {
    failure = error;
    return true;
  });
  assert.deepEqual(leftovers(), []);
  return failure as Error;
}

test(
  'the output of a program that exits immediately is quoted, without harmless messages',
  limit,
  async (context) => {
    const plan = await scripted(
      context,
      `echo '[1:2:0101/000000.1:ERROR:dbus/bus.cc:405] no bus' >&2
     echo 'cannot read my settings' >&2
     exit 7`,
    );
    const failure = await failureOf(plan);
    assert.equal(Reflect.get(failure, 'code'), 'BrowserNotStarted');
    assert.match(
      failure.message,
      /ended with exit code 7 .*browserPath.*Its last output: cannot read my settings\.$/,
    );
  },
);

for (const [complaint, code, advice] of [
  [
    '[0101/0.1:FATAL:zygote_host_impl_linux.cc] No usable sandbox!',
    'BrowserSandboxUnusable',
    /--no-sandbox.*browserArguments/,
  ],
  [
    '[0101/0.1:ERROR:ozone_platform_x11.cc] Missing X server or $DISPLAY',
    'BrowserDisplayMissing',
    /blazor\.headless/,
  ],
  [
    'chrome: error while loading shared libraries: libnss3.so',
    'BrowserLibrariesMissing',
    /package manager/,
  ],
] as const) {
  test(`"${complaint}" is reported as ${code}`, limit, async (context) => {
    const plan = await scripted(context, `echo '${complaint}' >&2; exit 1`);
    const failure = await failureOf(plan);
    assert.equal(Reflect.get(failure, 'code'), code);
    assert.match(failure.message, advice);
  });
}

test('a browser is watched with its fresh profile while they exist', limit, async (context) => {
  const plan = await scripted(context, 'exec sleep 60');
  const watchdog = new RecordingWatchdog();
  const failing = failureOf(plan, { startTimeout: 500, watchdog });
  await until('both are watched', () => watchdog.watched.size === 2);
  assert.ok(watchdog.watched.has(join(temporary.path, leftovers()[0] ?? '')));
  await failing;
  assert.deepEqual([...watchdog.watched], []);
});

test('a program that is not a browser is ended at the timeout', limit, async (context) => {
  const folder = await temporaryFolder(context);
  const plan = await scripted(context, `echo $$ > ${folder}/pid; exec sleep 60`);
  const failure = await failureOf(plan, { startTimeout: 500 });
  assert.deepEqual(
    [Reflect.get(failure, 'code'), /within 0\.5 seconds.*It wrote no output/.test(failure.message)],
    ['BrowserNotStarted', true],
  );
  assert.equal(isRunning(Number(readFileSync(join(folder, 'pid'), 'utf8'))), false);
});

test('a browser that is missing or not executable is named', limit, async (context) => {
  const plan = await scripted(context, '');
  await writeFile(plan.browser.executable, '#!/no/such/interpreter\n');
  for (const executable of ['/no/such/browser', plan.browser.executable]) {
    const failure = await failureOf({ ...plan, browser: { kind: 'chrome', executable } });
    assert.equal(Reflect.get(failure, 'code'), 'BrowserNotExecutable');
    assert.match(failure.message, /browser could not be started .*browserPath/);
  }
});

test(
  'a browser whose output is hidden by its wrapper is found by its executable',
  limit,
  async (context) => {
    const plan = await scripted(context, 'exec "$REAL_BROWSER" "$@" >/dev/null 2>&1');
    const browser = await startBrowser(plan, browserOptions());
    afterTest(context, () => browser.close());
    assert.ok(browser.devToolsPort > 0);
  },
);

test(
  'a browser that exits between its address and its first response is an error',
  limit,
  async (context) => {
    const plan = await scripted(
      context,
      `echo 'DevTools listening on ws://127.0.0.1:9/devtools/browser/x' >&2; exec sleep 60`,
    );
    assert.equal(Reflect.get(await failureOf(plan), 'code'), 'BrowserConnectionFailed');
  },
);

/** Moments during a start, by what exists then. */
const moments: Readonly<Record<string, () => boolean>> = {
  'once its profile is there': () => leftovers().length > 0,
  'once it has its profile': () => inProfile('SingletonLock'),
  'once it has reported its address': () => inProfile('DevToolsActivePort'),
};

function inProfile(name: string): boolean {
  // Some are dangling links, so only a listing shows them.
  return leftovers().some((folder) => readdirSync(join(temporary.path, folder)).includes(name));
}

for (const [moment, isThere] of Object.entries(moments)) {
  test(`a browser that is cancelled ${moment} leaves nothing`, limit, async () => {
    const unwanting = new AbortController();
    const options = browserOptions({ unwanted: unwanting.signal });
    const plan = await browserPlan();
    const start = startBrowser(plan, options).then(
      // It may have been quicker.
      (browser) => browser.close(),
      (error: unknown) => assert.equal(Reflect.get(Object(error), 'code'), 'BrowserStartAbandoned'),
    );
    await until(moment, isThere);
    unwanting.abort();
    await start;
    assert.deepEqual(leftovers(), []);
  });
}

test('a browser that is cancelled before its start is never started', limit, async (context) => {
  const folder = await temporaryFolder(context);
  const plan = await scripted(context, `touch ${folder}/started; sleep 60`);
  const failure = await failureOf(plan, { unwanted: AbortSignal.abort() });
  assert.equal(Reflect.get(failure, 'code'), 'BrowserStartAbandoned');
  assert.deepEqual(readdirSync(folder), []);
});
