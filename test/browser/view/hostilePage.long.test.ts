// What pages can do in a loop: the view gets few and short messages of it, and its user can go on.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { DialogAnswer, PageDialog } from '../../../src/browser/page/pageDialog.ts';
import { PageDialogs } from '../../../src/browser/page/pageDialogs.ts';
import { PageSession } from '../../../src/browser/view/pageSession.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { pollUntil, until } from '../../../tools/fixtures/waiting.ts';
import { PageFixture } from '../page/pageFixture.ts';
import { openView, type OpenView } from './openView.ts';

const limit = { timeout: 300_000 };
const fixture = new PageFixture();

/** The longest message but for pictures, and the longest dialog, as JSON. */
const messageLimit = 13_000;

/** A page whose script runs when the user clicks it. */
async function openHostile(context: TestContext, script: string): Promise<OpenView> {
  const body = `<script>addEventListener('click', () => { ${script} }, { once: true })</script>`;
  const opened = await openView(context, fixture, body);
  // Chromium drops what is entered before a page is drawn.
  await opened.isPainted();
  return opened;
}

function click({ view }: OpenView): void {
  const where = { kind: 'mouse', x: 300, y: 200, button: 'left', modifiers: 0 } as const;
  const press = { ...where, action: 'press', buttons: 1, clicks: 1 } as const;
  const release = { ...where, action: 'release', buttons: 0, clicks: 1 } as const;
  for (const input of [press, release]) view.handle({ type: 'input', input });
}

/** Lets the page run until this, or until it says that it is over; checks how much the view was told. */
async function runHostile(
  opened: OpenView,
  end = (): Promise<void> => untilTitled(opened, 'Over'),
): Promise<void> {
  const known = opened.updates.length;
  const began = performance.now();
  click(opened);
  await end();
  const tenths = (performance.now() - began) / 100;
  const told = opened.updates.slice(known).filter(({ type }) => type !== 'frame');
  for (const type of new Set(told.map((update) => update.type))) {
    const count = told.filter((update) => update.type === type).length;
    // Of each kind, one message in a tenth of a second, and one for the state at the end. A choice is also closed.
    const allowed = (tenths + 2) * (type === 'choice' ? 2 : 1);
    assert.ok(count <= allowed, `${count} of ${type}, ${allowed} allowed`);
  }
  for (const update of told) assert.ok(JSON.stringify(update).length < messageLimit, update.type);
}

function isTitled({ updates }: OpenView, title: string): boolean {
  return updates.some((update) => update.type === 'location' && update.title === title);
}

async function untilTitled(opened: OpenView, title: string): Promise<void> {
  await pollUntil(`the title is ${title}`, 120_000, () => isTitled(opened, title));
}

/** The user enters another address, and uses its page. */
async function goElsewhere(opened: OpenView): Promise<void> {
  const { view } = opened;
  const html = `<title>Calm</title><body style="margin: 0; background: red"
    onclick="document.title = 'Clicked'; document.body.style.background = 'blue'">`;
  const url = `data:text/html,${encodeURIComponent(html)}`;
  let checks = 0;
  await pollUntil('the other page is there and shown', 100_000, async () => {
    // A page that loads itself may replace what the user has entered, who then repeats it.
    const isRepeated = checks++ % 10 === 0;
    if (isRepeated) view.handle({ type: 'navigate', navigation: { to: 'url', url } });
    return isTitled(opened, 'Calm') && (await opened.shows('red', 100, 100).catch(() => false));
  });
  click(opened);
  await untilTitled(opened, 'Clicked');
  await opened.frameShows('blue', 100, 100);
}

/** Answers the dialogs of a page as its user does. Returns those that were shown. */
async function answerDialogs(
  context: TestContext,
  { page: { targetId } }: OpenView,
  answer: (dialog: PageDialog, number: number) => DialogAnswer,
): Promise<readonly PageDialog[]> {
  const shown: PageDialog[] = [];
  const dialogs = await PageDialogs.open(fixture.browser.browserUri, {
    clock: systemClock,
    log: new RecordingLog(),
    only: targetId,
    ask: (dialog) => Promise.resolve(answer(dialog, shown.push(dialog))),
  });
  afterTest(context, () => dialogs.dispose());
  return shown;
}

/** Counts an event of the browser for a page. */
async function countEvents(
  context: TestContext,
  { page: { targetId } }: OpenView,
  counted: string,
): Promise<() => number> {
  const session = await PageSession.attach(fixture.browser.browserUri, targetId, systemClock);
  afterTest(context, () => session.dispose());
  let count = 0;
  session.events(({ method }) => {
    if (method === counted) count++;
  });
  await session.send('Page.enable');
  return () => count;
}

test('100,000 events and changes of what a view shows are few messages', limit, async (context) => {
  const opened = await openHostile(
    context,
    `const long = 'x'.repeat(1_000_000);
    const icon = document.head.appendChild(document.createElement('link'));
    icon.rel = 'icon';
    let count = 0;
    const round = () => {
      for (const end = count + 5_000; count < end; count++) {
        dispatchEvent(new MouseEvent('mousemove', { clientX: count % 600, clientY: 100 }));
        if (count % 50 > 0) continue;
        document.title = count;
        document.body.style.cursor = count % 100 ? 'wait' : 'help';
        document.body.dataset.count = count;
        console.log(count);
      }
      document.title = count + long;
      icon.href = 'data:image/png;base64,' + count + 'a'.repeat(150_000);
      try { history.replaceState('', '', '?' + count + 'y'.repeat(20_000)); } catch {}
      if (count < 100_000) setTimeout(round);
      else document.title = 'Over';
    };
    round();`,
  );
  await runHostile(opened);
  await goElsewhere(opened);
});

test('a page that creates and writes frames in a loop stays usable', limit, async (context) => {
  const opened = await openHostile(
    context,
    `let count = 0;
    const written = document.body.appendChild(document.createElement('iframe'));
    const round = () => {
      for (const end = count + 50; count < end; count++) {
        document.body.appendChild(document.createElement('iframe')).remove();
        for (let times = 0; times < 10; times++) written.contentDocument.open();
      }
      if (count < 300) setTimeout(round);
      else document.title = 'Over';
    };
    round();`,
  );
  await runHostile(opened);
  await goElsewhere(opened);
});

test('a page that types into a field in a loop opens few suggestions', limit, async (context) => {
  const opened = await openHostile(
    context,
    `document.body.innerHTML = '<input id="one" list="values"><input id="two"><datalist id="values">';
    for (let count = 0; count < 20; count++) {
      document.querySelector('#values').append(new Option('', 'xxxxxxxxxx' + 'y'.repeat(100)));
    }
    let count = 0;
    const round = () => {
      two.focus();
      one.focus();
      one.value = '';
      document.execCommand('insertText', false, 'x');
      if (++count < 150) requestAnimationFrame(round);
      else document.title = 'Over';
    };
    round();`,
  );
  await runHostile(opened);
  await goElsewhere(opened);
});

test('a page that opens dialogs in a loop shows two, and can be left', limit, async (context) => {
  const opened = await openHostile(
    context,
    `const long = 'x'.repeat(1_000_000);
    for (;;) {
      alert(long);
      prompt(long, long);
      confirm(long);
    }`,
  );
  const shown = await answerDialogs(context, opened, (_, number) => ({
    accept: true,
    blocksOthers: number === 2,
  }));
  const openings = await countEvents(context, opened, 'Page.javascriptDialogOpening');
  click(opened);
  await until('it has opened many', () => openings() >= 30);
  assert.deepEqual(
    shown.map(({ kind }) => kind),
    ['alert', 'prompt'],
  );
  for (const dialog of shown) assert.ok(JSON.stringify(dialog).length < messageLimit);
  await goElsewhere(opened);
  assert.equal(shown.length, 2);
});

test('a page that asks in a loop whether to leave it can be left', limit, async (context) => {
  const opened = await openHostile(
    context,
    `addEventListener('beforeunload', (event) => event.preventDefault());
    setInterval(() => { location.href = '?left'; });`,
  );
  const shown = await answerDialogs(context, opened, (_, number) => ({
    accept: false,
    blocksOthers: number === 3,
  }));
  const openings = await countEvents(context, opened, 'Page.javascriptDialogOpening');
  click(opened);
  await until('it has asked again', () => openings() > 3);
  await goElsewhere(opened);
  assert.deepEqual(
    shown.map(({ kind }) => kind),
    ['beforeunload', 'beforeunload', 'beforeunload'],
  );
});

test('a page that loads itself in a loop can be left', limit, async (context) => {
  const opened = await openView(
    context,
    fixture,
    `<script>
      const load = () => location.replace('?' + Math.random());
      addEventListener('click', load, { once: true });
      if (location.search) load();
    </script>`,
  );
  const loads = await countEvents(context, opened, 'Page.frameNavigated');
  await runHostile(opened, () => until('it was loaded often', () => loads() >= 30));
  await goElsewhere(opened);
});
