import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Deferred, deferred } from '../../../src/common/deferred.ts';
import { toDisposable } from '../../../src/common/disposable.ts';
import { WatchedScan } from '../../../src/host/known/watchedScan.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

interface Begun extends Deferred<string> {
  readonly signal: AbortSignal;
}

/** A scan whose results and changes come from the test. */
function open(context: TestContext) {
  const clock = new ManualClock();
  const scans: Begun[] = [];
  const watches = { open: 0 };
  const logged: string[] = [];
  let change = (): void => assert.fail('It is not watched.');
  const ignore = (): void => {};
  const log = { debug: (text: string) => logged.push(text), info: ignore, warn: ignore };
  const scan = new WatchedScan(
    {
      scan: (signal) => {
        const begun = { ...deferred<string>(), signal };
        scans.push(begun);
        return begun.promise;
      },
      watch: (changed) => {
        change = changed;
        watches.open++;
        return toDisposable(() => watches.open--);
      },
    },
    { clock, log: { ...log, error: ignore } },
  );
  afterTest(context, () => scan.dispose());
  return { change: () => change(), clock, logged, scan, scans, watches };
}

type Opened = ReturnType<typeof open>;

/** Ends the last scan with a result. */
async function found({ scans }: Opened, value: string): Promise<void> {
  scans.at(-1)?.resolve(value);
  await turn();
}

/** The last result, as it is served without waiting. */
function latest({ scan }: Opened): string | undefined {
  return scan.latest()?.value;
}

/** Asks for the first result, and gets it. */
async function first(opened: Opened, value: string): Promise<void> {
  const refreshed = opened.scan.refresh();
  await found(opened, value);
  await refreshed;
}

test('nothing is scanned or watched before the first request', (context) => {
  const { clock, scans, watches } = open(context);
  clock.advance(600_000);
  assert.deepEqual([scans.length, watches.open, clock.pending], [0, 0, 0]);
});

test('before the first result nothing is served, and one scan begins', async (context) => {
  const opened = open(context);
  const { clock, scan, scans } = opened;
  assert.deepEqual([scan.latest(), scan.latest(), scan.last], [undefined, undefined, undefined]);
  assert.equal(scans.length, 1);
  const seen = clock.now();
  clock.advance(2_000);
  await found(opened, 'one');
  assert.deepEqual(scan.latest(), { value: 'one', seen });
  assert.deepEqual(scan.last, { value: 'one', seen });
  assert.equal(scans.length, 1);
});

test('a change is scanned once it has settled, while the last result is served', async (context) => {
  const opened = open(context);
  const { change, clock, scans } = opened;
  await first(opened, 'one');
  for (let count = 0; count < 1_000; count++) change();
  clock.advance(499);
  assert.equal(scans.length, 1);
  clock.advance(1);
  assert.equal(scans.length, 2);
  assert.equal(latest(opened), 'one');
  await found(opened, 'two');
  assert.equal(latest(opened), 'two');
});

test('a change during a scan is scanned after it', async (context) => {
  const opened = open(context);
  const { change, clock, scans } = opened;
  void opened.scan.refresh();
  change();
  clock.advance(10_000);
  assert.equal(scans.length, 1, 'one at a time');
  await found(opened, 'one');
  assert.equal(scans.length, 2);
  await found(opened, 'two');
  assert.equal(latest(opened), 'two');
});

test('changes without end take up a fifth of the time', async (context) => {
  const opened = open(context);
  const { change, clock, scans } = opened;
  void opened.scan.refresh();
  clock.advance(1_000);
  await found(opened, '0');
  for (let second = 1; second <= 100; second++) {
    change();
    const before = scans.length;
    clock.advance(1_000);
    if (scans.length === before) continue;
    clock.advance(1_000);
    await found(opened, String(second));
  }
  assert.ok(scans.length > 15 && scans.length < 30, `${scans.length} scans`);
});

test('a refresh begins after the request, and requests during a scan share the next', async (context) => {
  const opened = open(context);
  const { scan, scans } = opened;
  void scan.refresh();
  const refreshed = Array.from({ length: 10 }, () => scan.refresh());
  await found(opened, 'before');
  assert.equal(scans.length, 2);
  await found(opened, 'after');
  const values = (await Promise.all(refreshed)).map((each) => each.value);
  assert.deepEqual(new Set(values), new Set(['after']));
  assert.equal(scans.length, 2);
});

test('a request during a scan in the background begins its own at once', async (context) => {
  const opened = open(context);
  const { change, clock, logged, scan, scans } = opened;
  await first(opened, 'one');
  change();
  clock.advance(500);
  change();
  clock.advance(500);
  assert.equal(scans.length, 2);
  const refreshed = scan.refresh();
  await turn();
  assert.deepEqual([scans.length, scans[1]?.signal.aborted], [3, true]);
  scans[1]?.resolve('late');
  await turn();
  assert.equal(scan.last?.value, 'one');
  await found(opened, 'two');
  assert.equal((await refreshed).value, 'two');
  clock.advance(59_000);
  await turn();
  assert.deepEqual([scans.length, logged], [3, []], 'it found what the background was to find');
});

test('changes whose scan was given up for a request that fails are scanned later', async (context) => {
  const opened = open(context);
  const { change, clock, scan, scans } = opened;
  await first(opened, 'one');
  change();
  clock.advance(500);
  const request = new AbortController();
  const ended = assert.rejects(scan.refresh(request.signal), { name: 'AbortError' });
  await turn();
  request.abort();
  await ended;
  assert.equal(scans.length, 3);
  clock.advance(500);
  await turn();
  assert.equal(scans.length, 4);
  await found(opened, 'two');
  assert.equal(latest(opened), 'two');
});

test('a scan that requests wait for is not given up for another request', async (context) => {
  const opened = open(context);
  const { change, clock, scan, scans } = opened;
  const waiting = scan.refresh();
  change();
  clock.advance(500);
  const later = scan.refresh();
  assert.equal(scans[0]?.signal.aborted, false);
  await found(opened, 'one');
  assert.equal((await waiting).value, 'one');
  await found(opened, 'two');
  assert.equal((await later).value, 'two');
  assert.equal(scans.length, 2);
});

test('an old result is served and scanned again, however often it is asked for', async (context) => {
  const opened = open(context);
  const { clock, scans } = opened;
  await first(opened, 'one');
  clock.advance(59_999);
  assert.equal(latest(opened), 'one');
  assert.equal(scans.length, 1);
  clock.advance(1);
  for (let count = 0; count < 5; count++) assert.equal(latest(opened), 'one');
  assert.equal(scans.length, 2);
  await found(opened, 'two');
  assert.deepEqual([latest(opened), scans.length], ['two', 2]);
});

test('a failed scan rejects its requests, and keeps the last result and its time', async (context) => {
  const opened = open(context);
  const { clock, logged, scan, scans } = opened;
  const refused = assert.rejects(scan.refresh(), /No SDK/);
  scans[0]?.reject(new Error('No SDK.'));
  await refused;
  const second = scan.refresh();
  await found(opened, 'one');
  const { seen } = await second;
  clock.advance(60_000);
  assert.equal(scan.last?.value, 'one');
  assert.equal(scans.length, 2, 'only who asks for the latest has it scanned again');
  void scan.latest();
  scans[2]?.reject(new Error('Gone.'));
  await turn();
  assert.deepEqual(scan.latest(), { value: 'one', seen });
  assert.match(logged.join(), /Gone\.$/);
  assert.equal(scans.length, 3, 'not again at once');
});

test('a request during a scan that fails gets the result of the next', async (context) => {
  const opened = open(context);
  const { scan, scans } = opened;
  const failing = assert.rejects(scan.refresh(), /No SDK/);
  const refreshed = scan.refresh();
  scans[0]?.reject(new Error('No SDK.'));
  await failing;
  await turn();
  await found(opened, 'one');
  assert.equal((await refreshed).value, 'one');
});

test('a scan without waiting requests is cancelled, and the next request begins another', async (context) => {
  const opened = open(context);
  const { scan, scans } = opened;
  const request = new AbortController();
  const ended = assert.rejects(scan.refresh(request.signal), { name: 'AbortError' });
  request.abort();
  await ended;
  assert.equal(scans[0]?.signal.aborted, true);
  const refreshed = scan.refresh();
  scans[0]?.resolve('late');
  await turn();
  assert.equal(scan.last, undefined, 'what comes late is not trusted');
  await found(opened, 'two');
  assert.equal((await refreshed).value, 'two');
});

test('a request that is aborted leaves the scan to those that wait for it', async (context) => {
  const opened = open(context);
  const { scan, scans } = opened;
  await first(opened, 'before');
  void scan.refresh();
  const [one, other] = [new AbortController(), new AbortController()];
  const waiting = [scan.refresh(one.signal), scan.refresh(other.signal)];
  const ended = assert.rejects(waiting[0] ?? assert.fail(), { name: 'AbortError' });
  await found(opened, 'one');
  one.abort();
  await ended;
  assert.equal(scans.at(-1)?.signal.aborted, false);
  await found(opened, 'two');
  assert.equal((await waiting[1])?.value, 'two');
});

test('an aborted request begins no scan', async (context) => {
  const { scan, scans } = open(context);
  await assert.rejects(scan.refresh(AbortSignal.abort()), { name: 'AbortError' });
  assert.equal(scans.length, 0);
});

test('nothing is left after disposal', async (context) => {
  const opened = open(context);
  const { change, clock, scan, scans, watches } = opened;
  await first(opened, 'one');
  change();
  const refresh = assert.rejects(scan.refresh());
  assert.deepEqual([clock.pending, watches.open], [1, 1]);
  scan.dispose();
  assert.equal(scans[1]?.signal.aborted, true);
  scans[1]?.resolve('late');
  await refresh;
  change();
  assert.deepEqual([clock.pending, watches.open, scans.length], [0, 0, 2]);
});
