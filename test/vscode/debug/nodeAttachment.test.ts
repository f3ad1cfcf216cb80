import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { editor } from '../../../tools/fixtures/editorStandIn.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';
import { JsDebug } from './jsDebug.ts';

const { DebugSessions } = await import('../../../src/vscode/debug/debugSessions.ts');
const { NodeAttachment } = await import('../../../src/vscode/debug/nodeAttachment.ts');

class Fixture {
  readonly clock = new ManualClock();
  readonly attachment;
  readonly attached: Promise<boolean>;
  readonly jsDebug: JsDebug;
  readonly options: unknown;

  constructor(context: TestContext) {
    const owners = new DebugSessions(() => assert.fail('Nothing is adopted.'));
    context.after(() => owners.dispose());
    const started: (readonly [session: JsDebug, options: unknown])[] = [];
    editor.startDebugging = (_folder, configuration, options) => {
      const session = new JsDebug(configuration);
      started.push([session, options]);
      return session.started.promise;
    };
    const { clock } = this;
    const parts = { debugSessions: owners, clock, id: 'one', parent: { name: 'shop' } };
    this.attachment = new NodeAttachment(parts as never);
    const configuration = { type: 'pwa-node', request: 'attach', name: 'shop (js-debug)' };
    this.attached = this.attachment.begin(undefined, configuration);
    [this.jsDebug, this.options] = started[0] ?? assert.fail('Nothing was started.');
  }

  /** Starts to detach. Returns a function that tells whether that is done. */
  detach(): () => boolean {
    let isDone = false;
    void this.attachment.detach().then(() => (isDone = true));
    return () => isDone;
  }
}

test('js-debug attaches below the session that shows the program, whose toolbar it uses', async (context) => {
  const { attached, jsDebug, options } = new Fixture(context);
  jsDebug.connect();
  jsDebug.attach();
  assert.equal(await attached, true);
  const { lifecycleManagedByParent, parentSession } = options as Record<string, unknown>;
  assert.deepEqual([lifecycleManagedByParent, parentSession], [true, { name: 'shop' }]);
});

test('a session that the editor refuses or that ends early has not attached', async (context) => {
  const refused = new Fixture(context);
  refused.jsDebug.started.resolve(false);
  assert.equal(await refused.attached, false);
  await refused.attachment.ended;

  const failed = new Fixture(context);
  failed.jsDebug.started.reject(new Error('no adapter'));
  assert.equal(await failed.attached, false);

  const ended = new Fixture(context);
  ended.jsDebug.connect();
  ended.jsDebug.end();
  assert.equal(await ended.attached, false);
});

test('detaching is done when js-debug has disconnected, and the session ends afterwards', async (context) => {
  const { attachment, clock, jsDebug } = new Fixture(context);
  jsDebug.endsItself = false;
  jsDebug.connect();
  jsDebug.attach();
  await attachment.detach();
  assert.deepEqual(jsDebug.requests, ['disconnect']);
  jsDebug.end();
  await attachment.ended;
  await turn();
  assert.equal(clock.pending, 0);
  assert.ok(!jsDebug.isTerminated);
});

test('the editor ends a session that has disconnected and does not end within a second', async (context) => {
  const { attachment, clock, jsDebug } = new Fixture(context);
  jsDebug.endsItself = false;
  jsDebug.connect();
  jsDebug.attach();
  await attachment.detach();
  clock.advance(999);
  await turn();
  assert.deepEqual(jsDebug.requests, ['disconnect']);
  clock.advance(1);
  await turn();
  await turn();
  assert.ok(jsDebug.isTerminated);
});

test('detaching waits until js-debug has attached, since it would not disconnect before', async (context) => {
  const fixture = new Fixture(context);
  const { jsDebug } = fixture;
  const isDone = fixture.detach();
  await turn();
  jsDebug.connect();
  await turn();
  assert.deepEqual(jsDebug.requests, []);
  fixture.clock.advance(999);
  jsDebug.attach();
  await fixture.attachment.ended;
  await turn();
  assert.deepEqual(jsDebug.requests, ['disconnect']);
  assert.ok(isDone());
  assert.ok(!jsDebug.isTerminated);
});

test('the editor ends a session that does not attach within a second', async (context) => {
  const fixture = new Fixture(context);
  const { jsDebug } = fixture;
  jsDebug.connect();
  const isDone = fixture.detach();
  fixture.clock.advance(999);
  await turn();
  assert.ok(!isDone());
  assert.deepEqual(jsDebug.requests, []);
  fixture.clock.advance(1);
  assert.equal(await fixture.attached, false);
  await turn();
  await turn();
  assert.ok(isDone());
  assert.ok(jsDebug.isTerminated);
});

test('a session that begins later than that is ended, too', async (context) => {
  const fixture = new Fixture(context);
  const { jsDebug } = fixture;
  const isDone = fixture.detach();
  fixture.clock.advance(1_000);
  await turn();
  assert.ok(isDone());
  jsDebug.connect();
  await turn();
  await turn();
  assert.ok(jsDebug.isTerminated);
});

test('answers to requests of the editor stay what they are while nothing is forced', async (context) => {
  const { jsDebug } = new Fixture(context);
  jsDebug.connect();
  await jsDebug.customRequest('threads');
  assert.ok(!jsDebug.isTerminated);
});
