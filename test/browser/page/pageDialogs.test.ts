import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import * as z from 'zod/mini';
import type { AskDialog, PageDialog } from '../../../src/browser/page/pageDialog.ts';
import { PageDialogs } from '../../../src/browser/page/pageDialogs.ts';
import { Page } from '../../../src/browser/page/page.ts';
import { PageSession } from '../../../src/browser/view/pageSession.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { type Clock, systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { PageFixture, servePage } from './pageFixture.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

interface AnsweredDialogs {
  readonly dialogs: PageDialog[];
  readonly log: RecordingLog;
}

/** Answers the browser's dialogs, or those of `only` one page, until the test ends. */
async function answerDialogs(
  context: TestContext,
  ask: AskDialog,
  { clock = systemClock, only }: { readonly clock?: Clock; readonly only?: string } = {},
): Promise<AnsweredDialogs> {
  const dialogs: PageDialog[] = [];
  const log = new RecordingLog();
  const answering = await PageDialogs.open(fixture.browser.browserUri, {
    clock,
    log,
    only,
    ask(dialog, signal) {
      dialogs.push(dialog);
      return ask(dialog, signal);
    },
  });
  afterTest(context, () => answering.dispose());
  return { dialogs, log };
}

const accept: AskDialog = () => Promise.resolve({ accept: true, text: 'typed' });

/** The result of a script in the page that opens dialogs. */
function run(page: Page, script: string): Promise<unknown> {
  return page.evaluate(script, z.unknown());
}

/** Opens a page of its own server. */
async function openServed(
  context: TestContext,
): Promise<{ page: Page; host: string; url: string }> {
  const server = await servePage(context, '<title>Served</title>');
  const page = await fixture.openPage(context);
  await page.navigate(server.url);
  await untilValue(page, 'document.title', 'Served');
  return { page, host: new URL(server.url).host, url: server.url };
}

test('alert, confirm and prompt are shown and answered', limit, async (context) => {
  const { dialogs } = await answerDialogs(context, accept);
  const { page, host } = await openServed(context);
  assert.deepEqual(await run(page, '[alert("one"), confirm("two"), prompt("three", "four")]'), [
    // JSON has no undefined.
    null,
    true,
    'typed',
  ]);
  assert.deepEqual(dialogs, [
    { kind: 'alert', message: 'one', defaultText: '', host, isRepeated: false },
    { kind: 'confirm', message: 'two', defaultText: '', host, isRepeated: true },
    { kind: 'prompt', message: 'three', defaultText: 'four', host, isRepeated: true },
  ]);
});

test('texts of dialogs are shown in part if they are too long', limit, async (context) => {
  const { dialogs } = await answerDialogs(context, accept);
  const { page } = await openServed(context);
  await run(
    page,
    '[alert(`begin${"x".repeat(5e6)}end`), prompt("\\n".repeat(1e5), "y".repeat(5e6))]',
  );
  const [long, high] = dialogs;
  assert.match(long?.message ?? '', /^beginx+/);
  assert.ok((long?.message.length ?? 0) <= 2_000);
  assert.ok((high?.message.split('\n').length ?? 0) <= 30);
  assert.ok((high?.defaultText.length ?? 0) <= 10_000);
});

test('dialogs can be dismissed', limit, async (context) => {
  await answerDialogs(context, () => Promise.resolve({ accept: false }));
  const { page } = await openServed(context);
  assert.deepEqual(await run(page, '[confirm("?"), prompt("?")]'), [false, null]);
});

test("a page's beforeunload dialog is shown", limit, async (context) => {
  const accepts = [false, true];
  const { dialogs } = await answerDialogs(context, () =>
    Promise.resolve({ accept: accepts[dialogs.length - 1] === true }),
  );
  const { page } = await openServed(context);
  await run(page, 'addEventListener("beforeunload", (event) => event.preventDefault())');
  await run(page, 'globalThis.before = true');
  await press(page);
  await page.reload();
  await until('it has asked', () => dialogs.length === 1);
  assert.equal(await run(page, 'globalThis.before'), true);
  await page.reload();
  await untilValue(page, 'globalThis.before ?? "new"', 'new');
  assert.deepEqual(
    dialogs.map(({ kind }) => kind),
    ['beforeunload', 'beforeunload'],
  );
});

test('a dialog that a new window opens immediately is answered', limit, async (context) => {
  const { dialogs } = await answerDialogs(context, accept);
  const { page } = await openServed(context);
  assert.equal(await open(page, 'confirm("from the new window")'), true);
  assert.deepEqual(
    dialogs.map(({ message }) => message),
    ['from the new window'],
  );
});

test(
  'answers dialogs of one page and its windows in a browser that was already running',
  limit,
  async (context) => {
    const { page } = await openServed(context);
    const { page: other } = await openServed(context);
    const { dialogs } = await answerDialogs(context, accept, { only: page.targetId });
    const rest = await answerDialogs(context, accept, { only: other.targetId });
    assert.equal(await run(page, 'confirm("first")'), true);
    assert.equal(await run(other, 'confirm("second")'), true);
    assert.equal(await open(page, 'confirm("third")'), true);
    assert.deepEqual(
      dialogs.map(({ message }) => message),
      ['first', 'third'],
    );
    assert.deepEqual(
      rest.dialogs.map(({ message }) => message),
      ['second'],
    );
  },
);

test('a dialog that is answered elsewhere is withdrawn', limit, async (context) => {
  const withdrawn = deferred();
  await answerDialogs(context, (_dialog, signal) => {
    signal.addEventListener('abort', () => withdrawn.resolve());
    return withdrawn.promise.then(() => ({ accept: false }));
  });
  await answerDialogs(context, accept);
  const { page } = await openServed(context);
  assert.equal(await run(page, 'confirm("?")'), true);
  await withdrawn.promise;
});

test('blocked dialogs are dismissed until the page is reloaded', limit, async (context) => {
  const { dialogs } = await answerDialogs(context, () =>
    Promise.resolve({ accept: true, blocksOthers: true }),
  );
  const { page } = await openServed(context);
  assert.deepEqual(await run(page, '[confirm("a"), confirm("b"), confirm("c")]'), [
    true,
    false,
    false,
  ]);
  await run(page, 'globalThis.before = true');
  await page.reload();
  await untilValue(page, 'globalThis.before ?? "new"', 'new');
  assert.equal(await run(page, 'confirm("d")'), true);
  assert.deepEqual(
    dialogs.map(({ message, isRepeated }) => [message, isRepeated]),
    [
      ['a', false],
      ['d', false],
    ],
  );
});

test('blocked dialogs are dismissed in all windows of a page', limit, async (context) => {
  const { dialogs } = await answerDialogs(context, () =>
    Promise.resolve({ accept: true, blocksOthers: true }),
  );
  const { page } = await openServed(context);
  assert.equal(await open(page, 'confirm("a")'), true);
  assert.equal(await run(page, 'confirm("b")'), false);
  assert.equal(await open(page, 'confirm("c")'), false);
  assert.deepEqual(
    dialogs.map(({ message }) => message),
    ['a'],
  );
});

test('a page that reloads itself can be kept from opening dialogs', limit, async (context) => {
  const { dialogs } = await answerDialogs(
    context,
    ({ isRepeated }) => Promise.resolve({ accept: true, blocksOthers: isRepeated }),
    // However long a reload takes, it follows the last dialog at once.
    { clock: new ManualClock() },
  );
  const server = await servePage(
    context,
    `<script>
      if (location.search) {
        sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1;
        sessionStorage.accepted = Number(sessionStorage.accepted ?? 0) + Number(confirm('again'));
        if (sessionStorage.loads < 5) location.reload();
      }
    </script>`,
  );
  const page = await fixture.openPage(context);
  // The browser may not report what a page does while its new process starts.
  await page.navigate(server.url);
  await untilValue(page, 'document.readyState', 'complete');
  await page.navigate(`${server.url}?dialogs`);
  await untilValue(page, 'sessionStorage.loads', '5');
  await untilValue(page, 'sessionStorage.accepted', '2');
  assert.deepEqual(
    dialogs.map(({ isRepeated }) => isRepeated),
    [false, true],
  );
});

test(
  'one dialog is shown at a time, and none after others were blocked',
  limit,
  async (context) => {
    const answered = deferred();
    const { dialogs } = await answerDialogs(context, async () => {
      await answered.promise;
      return { accept: true, blocksOthers: true };
    });
    const { page, url } = await openServed(context);
    // Another site, whose page has a process of its own and isn't stopped by the dialog of this one.
    const other = url.replace('127.0.0.1', 'localhost');
    await evaluate(page, `void open(${JSON.stringify(other)})`);
    const second = await attachTo(context, other);
    await untilValue(second, 'document.title', 'Served');
    const opened = await countDialogs(context, second);
    const first = evaluate(page, 'confirm("first")');
    await until('one is shown', () => dialogs.length > 0);
    const next = evaluate(second, 'confirm("second")');
    await until('the other one is open', () => opened() > 0);
    answered.resolve();
    assert.deepEqual(await Promise.all([first, next]), [true, false]);
    assert.deepEqual(
      dialogs.map(({ message }) => message),
      ['first'],
    );
  },
);

test("a dialog that can't be shown is dismissed and logged", limit, async (context) => {
  const { log } = await answerDialogs(context, () => Promise.reject(new Error('no dialogs here')));
  const { page, host } = await openServed(context);
  assert.equal(await run(page, 'confirm("really?")'), false);
  assert.deepEqual(log.lines, [
    `warn A dialog of the page at ${host} was dismissed: confirm("really?"). It could not be shown: no dialogs here`,
  ]);
});

/** Opens a window that runs a script, as a user's click does, and returns the result. */
function open(page: Page, script: string): Promise<unknown> {
  return evaluate(page, `open("about:blank").eval(${JSON.stringify(script)})`);
}

/** The value of an expression that runs as by a user's click, however long its dialogs are open. */
async function evaluate(page: Page, expression: string): Promise<unknown> {
  const how = { expression, userGesture: true, returnByValue: true };
  const answer = await besideDialogs(page, (send) => send('Runtime.evaluate', how));
  const answerSchema = z.object({ result: z.object({ value: z.optional(z.unknown()) }) });
  return answerSchema.parse(answer).result.value;
}

/** Returns a function that counts the dialogs that a page has opened since. */
async function countDialogs(context: TestContext, { targetId }: Page): Promise<() => number> {
  const { browserUri } = fixture.browser;
  const session = await PageSession.attach(browserUri, targetId, systemClock);
  afterTest(context, () => session.dispose());
  await session.send('Page.enable');
  let count = 0;
  session.events(({ method }) => {
    if (method === 'Page.javascriptDialogOpening') count++;
  });
  return () => count;
}

/** Attaches to a page by its URL once it is there. */
async function attachTo(context: TestContext, url: string): Promise<Page> {
  const { pages } = fixture.browser;
  let found: string | undefined;
  await until(`there is ${url}`, async () => {
    found = (await pages.list()).find((target) => target.url === url)?.targetId;
    return found !== undefined;
  });
  const page = await Page.attach(found ?? '', pages, systemClock);
  afterTest(context, () => page.dispose());
  return page;
}

/** Clicks into the page: without user activation there is no beforeunload dialog. */
async function press(page: Page): Promise<void> {
  await besideDialogs(page, async (send) => {
    for (const type of ['mousePressed', 'mouseReleased']) {
      await send('Input.dispatchMouseEvent', { type, x: 10, y: 10, button: 'left', clickCount: 1 });
    }
  });
}

/** Sends to a page through its own session. */
async function besideDialogs<T>(
  { targetId }: Page,
  talk: (send: (method: string, params: object) => Promise<unknown>) => Promise<T>,
): Promise<T> {
  const { connection } = fixture.browser.pages;
  const attached = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const { sessionId } = z.object({ sessionId: z.string() }).parse(attached);
  const result = await talk((method, params) => connection.send(method, params, sessionId));
  await connection.send('Target.detachFromTarget', { sessionId });
  return result;
}
