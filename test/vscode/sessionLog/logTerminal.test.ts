import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { OutputStream } from '../../../src/common/outputStream.ts';
import { hostLabel } from '../../../src/protocol/ideSession.ts';
import { SessionOutput } from '../../../src/sessions/logs/sessionOutput.ts';
import { LogTerminal } from '../../../src/vscode/ui/sessionLog/logTerminal.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { CountedClock } from '../../../tools/fixtures/time/countedClock.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

/** A running session, and a view of its log that has not been opened. */
async function openView(context: TestContext, { scrollback = 1000 } = {}) {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  events.started(1);
  const output = new SessionOutput(fixture.sessions, fixture.session(name));
  let [shown, title, opened] = ['', 'shop', 0];
  const view = new LogTerminal({
    output,
    title,
    scrollback,
    clock: new CountedClock(),
    openWhole: () => opened++,
  });
  view.onDidWrite((text) => (shown += text));
  view.onDidChangeName((text) => (title = text));
  afterTest(context, () => view.close());
  return {
    view,
    events,
    write: (text: string, stream: OutputStream = 'stdout') =>
      events.output(stream, Buffer.from(text)),
    shows: (text: string) => until(`${text} is shown`, () => shown.includes(text)),
    shown: () => shown,
    title: () => title,
    opened: () => opened,
    remove: () => fixture.sessions.remove(name),
    update: (patch: Parameters<typeof fixture.sessions.update>[1]) =>
      fixture.sessions.update(name, patch),
  };
}

test('the last lines are shown, then what follows, then the end', async (context) => {
  const { events, shown, shows, title, view, write } = await openView(context, { scrollback: 2 });
  void write('one\ntwo\nthree\n');
  view.open();
  await shows('three\r\n');
  assert.match(shown(), /^\S*Log of shop\./);
  assert.doesNotMatch(shown(), /one/);
  void write('warning\n', 'stderr');
  await shows('warning\r\n');
  events.ended(3);
  await shows('Ended with exit code 3.');
  assert.equal(title(), 'shop (ended)');
});

test('the space bar pauses and resumes, which the title says', async (context) => {
  const { shown, shows, title, view, write } = await openView(context);
  void write('one\n');
  view.open();
  await shows('one\r\n');
  view.handleInput(' ');
  assert.equal(title(), 'shop (paused)');
  void write('two\n');
  await turn();
  await turn();
  assert.doesNotMatch(shown(), /two/);
  view.handleInput(' ');
  assert.equal(title(), 'shop');
  await shows('two\r\n');
});

test('a view that was paused for long goes on at the end, and says what is missing', async (context) => {
  const { shown, shows, view, write } = await openView(context, { scrollback: 10 });
  void write('first\n');
  view.open();
  await shows('first\r\n');
  view.handleInput(' ');
  for (let part = 0; part < 4; part++) await write(`${'x'.repeat(1023)}\n`.repeat(1024));
  void write('last\n');
  view.handleInput(' ');
  await shows('last\r\n');
  assert.match(shown(), /4\.0 MiB not shown\. Press O to open the whole log\./);
  assert.ok(shown().length < 20_000, String(shown().length));
});

test('keys other than those of the view do nothing, and O opens the whole log', async (context) => {
  const { opened, shown, shows, view, write } = await openView(context);
  view.open();
  void write('one\n');
  await shows('one\r\n');
  const before = shown();
  for (const keys of ['x', '\r', '\u0003', 'rm -rf ~\r']) view.handleInput(keys);
  assert.equal(shown(), before);
  view.handleInput('o');
  view.handleInput('O');
  assert.equal(opened(), 2);
});

test('a removed session keeps its log while the view is open', async (context) => {
  const { events, remove, shows, view, write } = await openView(context);
  view.open();
  void write('one\n');
  await shows('one\r\n');
  events.ended(0);
  remove();
  await shows('Ended with exit code 0.');
});

test('a session of another host says where its log is', async (context) => {
  const { shows, update, view } = await openView(context);
  update({ metadata: { labels: { [hostLabel]: 'other' } } });
  view.open();
  await shows('Another host runs shop and has its log.');
});
