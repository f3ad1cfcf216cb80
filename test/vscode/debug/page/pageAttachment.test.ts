import assert from 'node:assert/strict';
import { beforeEach, test, type TestContext } from 'node:test';
import { debugSessions, editor } from '../../../../tools/fixtures/editorStandIn.ts';
import { deferred } from '../../../../src/common/deferred.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../tools/fixtures/waiting.ts';

const { DebugSessions } = await import('../../../../src/vscode/debug/debugSessions.ts');
const { DebugSessionAttachment } =
  await import('../../../../src/vscode/debug/page/pageAttachment.ts');

/** A debug session of js-debug that the editor is starting. */
class StartingSession {
  readonly type = 'pwa-chrome';
  readonly configuration: { readonly name: string };
  name = 'Shop 2';
  readonly requests: string[] = [];
  readonly started = deferred<boolean>();

  constructor(configuration: unknown) {
    this.configuration = configuration as { readonly name: string };
  }

  /** An adapter that is busy. */
  customRequest(command: string): Promise<void> {
    this.requests.push(command);
    return new Promise(() => undefined);
  }
}

/** Sessions with pages in one window, one run after the other. */
class Fixture {
  readonly clock = new ManualClock();
  readonly sessions: StartingSession[] = [];
  readonly #debugSessions = new DebugSessions(() => assert.fail('Nothing is adopted.'));

  constructor(context: TestContext) {
    context.after(() => this.#debugSessions.dispose());
    editor.startDebugging = (_folder, configuration) => {
      const session = new StartingSession(configuration);
      this.sessions.push(session);
      return session.started.promise;
    };
  }

  attach() {
    const { clock } = this;
    const parts = { debugSessions: this.#debugSessions, clock, id: 'one', parent: {} };
    const attachment = new DebugSessionAttachment(parts as never, () => undefined);
    const configuration = { type: 'pwa-chrome', request: 'attach', name: 'Shop' };
    const begun = attachment.begin(configuration);
    begun.catch(() => undefined);
    return { attachment, begun, session: this.sessions.at(-1) ?? assert.fail('not started') };
  }
}

const initialized = { type: 'response', command: 'initialize', success: true };

beforeEach(() => {
  editor.settings = {};
});

test('a session of a former run that ends late does not end the next one', async (context) => {
  const fixture = new Fixture(context);
  const former = fixture.attach();
  debugSessions.begin(former.session)(initialized);
  former.session.started.resolve(true);
  await former.begun;
  const detaching = former.attachment.detach();
  await turn();
  fixture.clock.advance(1_000);
  await detaching;

  const { attachment, begun, session } = fixture.attach();
  debugSessions.end(former.session);
  debugSessions.begin(session)(initialized);
  assert.equal(session.name, 'Shop');
  session.started.resolve(true);
  await begun;
  debugSessions.end(session);
  await attachment.ended;
});

test('a session that appears after it was detached is ended', async (context) => {
  const fixture = new Fixture(context);
  const { attachment, begun, session } = fixture.attach();
  const detaching = attachment.detach();
  fixture.clock.advance(1_000);
  await detaching;
  await assert.rejects(begun, { code: 'DebuggerNotAttached' });
  const say = debugSessions.begin(session);
  await turn();
  assert.equal(session.requests.length, 0);
  say(initialized);
  await turn();
  assert.ok(session.requests.includes('disconnect'));
});

test('the editor ends a session that does not disconnect within a second', async (context) => {
  const fixture = new Fixture(context);
  const { attachment, begun, session } = fixture.attach();
  const say = debugSessions.begin(session);
  say(initialized);
  session.started.resolve(true);
  await begun;
  const detaching = attachment.detach();
  await turn();
  assert.deepEqual(session.requests, ['disconnect']);
  fixture.clock.advance(1_000);
  await detaching;
  await turn();
  assert.deepEqual(session.requests, ['disconnect', 'threads']);
  const answer = { type: 'response', command: 'threads', success: true };
  say(answer);
  assert.deepEqual([answer.type, Reflect.get(answer, 'event')], ['event', 'terminated']);
});

test('the error quotes why the adapter refused, while the editor still shows it', async (context) => {
  const { begun, session } = new Fixture(context).attach();
  const error = {
    id: 9242,
    format: 'Cannot connect to the target: {why}.',
    variables: { why: 'x' },
  };
  const refusal = { type: 'response', command: 'attach', success: false, body: { error } };
  debugSessions.begin(session)(refusal);
  await assert.rejects(begun, {
    code: 'DebuggerNotAttached',
    message: /^pwa-chrome could not be attached to Shop: Cannot connect to the target: x\. Start/,
  });
});

test('the error says if the session has ended', async (context) => {
  const { begun, session } = new Fixture(context).attach();
  debugSessions.begin(session)(initialized);
  debugSessions.end(session);
  await assert.rejects(begun, { message: /attached to Shop: its debug session has ended\. Start/ });
});
