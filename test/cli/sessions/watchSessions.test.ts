import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../src/api/client/apiError.ts';
import type { ObjectList, WatchEvent, WatchOptions } from '../../../src/api/client/objects.ts';
import type { Session } from '../../../src/cli/sessions/session.ts';
import { type SessionEvent, watchSessions } from '../../../src/cli/sessions/watchSessions.ts';

const expired = new ApiError(410, 'Expired', 'The version is too old.');
const cut = new Error('ECONNRESET');

type Event = WatchEvent<Session>;

function session(name: string, version: number, uid = `uid-${name}`): Session {
  const metadata = { name, uid, resourceVersion: String(version) };
  return { metadata, spec: { launchConfigurations: '[]' } };
}

function event(type: SessionEvent['type'], object: Session): SessionEvent {
  return { type, object };
}

/** Each list and each watch of a server, in their order. A watch ends with an error, or cleanly. */
interface Script {
  readonly lists: readonly ObjectList<Session>[];
  readonly watches: readonly (readonly (Event | Error)[])[];
}

/** Watches a server until it ends a watch with `cut`. Returns the events and the versions it was asked for. */
async function follow({ lists, watches }: Script) {
  const asked: string[] = [];
  let listed = 0;
  const api = {
    list: () => Promise.resolve(lists[listed++]),
    watch: ({ labelSelector, resourceVersion }: WatchOptions) => {
      const own = watches[asked.length] ?? [cut];
      asked.push(`${labelSelector} ${resourceVersion}`);
      return Promise.resolve(play(own));
    },
  };
  const { signal } = new AbortController();
  const watched = await watchSessions(api as never, { labelSelector: 'app' }, signal);
  const events: string[] = [];
  await assert.rejects(async () => {
    for await (const { object, type } of watched.events) {
      events.push(`${type} ${object.metadata.uid} ${object.metadata.resourceVersion}`);
    }
  }, cut);
  return { asked, events, items: watched.items };
}

async function* play(script: readonly (Event | Error)[]): AsyncGenerator<Event> {
  for (const next of script) {
    await Promise.resolve();
    if (next instanceof Error) throw next;
    yield next;
  }
}

const first = { items: [session('a', 1), session('b', 2)], resourceVersion: '5' };

test('events follow the list, from its version on', async () => {
  const changed = event('MODIFIED', session('a', 6));
  const { asked, events, items } = await follow({ lists: [first], watches: [[changed, cut]] });
  assert.deepEqual(items, first.items);
  assert.deepEqual(events, ['MODIFIED uid-a 6']);
  assert.deepEqual(asked, ['app 5']);
});

test('a watch that the server ends continues after its last event or bookmark', async () => {
  const { asked, events } = await follow({
    lists: [first],
    watches: [
      [event('ADDED', session('c', 6))],
      [{ type: 'BOOKMARK', resourceVersion: '9' }],
      [],
      [cut],
    ],
  });
  assert.deepEqual(events, ['ADDED uid-c 6']);
  assert.deepEqual(asked, ['app 5', 'app 6', 'app 9', 'app 9']);
});

test('what changed while a watch had expired is reported once', async () => {
  const items = [session('a', 1), session('b', 11), session('c', 12)];
  const { asked, events } = await follow({
    lists: [first, { items, resourceVersion: '12' }],
    watches: [[expired], [event('MODIFIED', session('c', 13)), cut]],
  });
  assert.deepEqual(events, ['MODIFIED uid-b 11', 'ADDED uid-c 12', 'MODIFIED uid-c 13']);
  assert.deepEqual(asked, ['app 5', 'app 12']);
});

test('what the watch has reported before it expired is not repeated', async () => {
  const items = [session('b', 2), session('c', 7)];
  const { events } = await follow({
    lists: [first, { items, resourceVersion: '9' }],
    watches: [[event('ADDED', session('c', 7)), event('DELETED', session('a', 8)), expired], [cut]],
  });
  assert.deepEqual(events, ['ADDED uid-c 7', 'DELETED uid-a 8']);
});

test('a session that was deleted while a watch had expired is reported as it was last', async () => {
  const { events } = await follow({
    lists: [first, { items: [session('b', 2)], resourceVersion: '9' }],
    watches: [[event('MODIFIED', session('a', 6)), expired], [cut]],
  });
  assert.deepEqual(events, ['MODIFIED uid-a 6', 'DELETED uid-a 6']);
});

test('a session that took the name of a deleted one is another one', async () => {
  const items = [session('a', 8, 'uid-new'), session('b', 2)];
  const { events } = await follow({
    lists: [first, { items, resourceVersion: '9' }],
    watches: [[expired], [cut]],
  });
  assert.deepEqual(events, ['DELETED uid-a 1', 'ADDED uid-new 8']);
});

test('a second expiry is compared with the first one', async () => {
  const items = [session('a', 6), session('b', 2)];
  const { events } = await follow({
    lists: [first, { items, resourceVersion: '6' }, { items, resourceVersion: '20' }],
    watches: [[expired], [expired], [cut]],
  });
  assert.deepEqual(events, ['MODIFIED uid-a 6']);
});
