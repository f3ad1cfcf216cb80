import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { debugSessions as played } from '../../../tools/fixtures/editorStandIn.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';

const { DebugSessions, withOwner } = await import('../../../src/vscode/debug/debugSessions.ts');

function openSessions(context: TestContext) {
  const observed: string[] = [];
  const sessions = new DebugSessions(
    () => assert.fail('Nothing is adopted.'),
    ({ id }, ownerId, { event }) => observed.push(`${event} of ${id}, owned by ${ownerId}`),
  );
  afterTest(context, () => sessions.dispose());
  return { observed, sessions };
}

/** A debug session as the editor has it. */
function createSession(id: string, ownerId?: string, parentSession?: object): object {
  const configuration = { type: 'go', request: 'launch', name: id };
  const owned = ownerId === undefined ? configuration : withOwner(ownerId, configuration);
  return { id, type: 'go', name: id, configuration: owned, parentSession };
}

test('events of the adapters that debug for an owner are observed, and passed to its trackers', (context) => {
  const { observed, sessions } = openSessions(context);
  const heard: unknown[] = [];
  const tracker = { onDidSendMessage: (message: unknown) => heard.push(message) };
  sessions.register('shop.1', { createTracker: () => tracker });
  const own = createSession('own', 'shop.1');
  const tellOwn = played.begin(own);
  // An adapter may copy the id to a session that it starts.
  const tellChild = played.begin(createSession('child', 'shop.1', own));
  const tellOther = played.begin(createSession('other'));
  const stopped = { type: 'event', event: 'stopped', body: {} };
  tellOwn(stopped);
  tellOwn({ type: 'response', command: 'threads' });
  tellChild({ type: 'event', event: 'output', body: {} });
  tellOther({ type: 'event', event: 'stopped', body: {} });
  assert.deepEqual(observed, [
    'stopped of own, owned by shop.1',
    'output of child, owned by shop.1',
  ]);
  assert.deepEqual(heard, [stopped, { type: 'response', command: 'threads' }]);
});

test('the sessions of the window are listed from their start to their end', (context) => {
  const { sessions } = openSessions(context);
  const [first, second] = [createSession('first'), createSession('second')];
  played.begin(first);
  played.begin(second);
  // The editor keeps the object when it restarts a session.
  played.begin(first);
  assert.deepEqual(sessions.list(), [first, second]);
  played.end(first);
  assert.deepEqual(sessions.list(), [second]);
});
