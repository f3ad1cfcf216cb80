import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdeSession, SessionState } from '../../src/protocol/ideSession.ts';
import { type SessionChange, SessionStore } from '../../src/sessions/store.ts';
import { legalChanges, states } from './specifiedStates.ts';

function session(name: string, state: SessionState = ''): IdeSession {
  const owner = { kind: 'controller', instanceId: 'controller' } as const;
  return {
    metadata: { name, uid: name, owner, creationTimestamp: '', resourceVersion: 0, generation: 1 },
    spec: { launchConfiguration: { type: 'node' }, env: [], desiredState: '' },
    status: { state },
  };
}

test('only a session without an owner can be claimed, once', () => {
  const store = new SessionStore();
  const prepared = session('s');
  store.add({ ...prepared, metadata: { ...prepared.metadata, owner: { kind: 'host' } } });
  const claimed = store.claim({ ...prepared, spec: { ...prepared.spec, args: ['--fast'] } });
  assert.deepEqual(claimed.metadata.owner, prepared.metadata.owner);
  assert.deepEqual(claimed.spec.args, ['--fast']);
  assert.equal(claimed.metadata.generation, 2);
  const change = { message: "Session s can't be claimed." };
  assert.throws(() => store.claim(prepared), change);
});

test('a claimed session is as old as its request', () => {
  const store = new SessionStore();
  const prepared = session('s');
  store.add({ ...prepared, metadata: { ...prepared.metadata, owner: { kind: 'host' } } });
  store.add(session('earlier'));
  const creationTimestamp = '2026-01-01T12:00:00.000000Z';
  const claimed = store.claim({
    ...prepared,
    metadata: { ...prepared.metadata, creationTimestamp },
  });
  assert.equal(claimed.metadata.creationTimestamp, creationTimestamp);
  assert.deepEqual(
    store.list().map(({ metadata }) => metadata.name),
    ['earlier', 's'],
  );
});

for (const from of states) {
  for (const to of states) {
    const legal = legalChanges.has(`${from}→${to}`);
    test(`the store ${legal ? 'takes' : 'refuses'} a change from '${from}' to '${to}'`, () => {
      const store = new SessionStore();
      store.add(session('s', from));
      const change = (): IdeSession => store.update('s', { status: { state: to, message: 'm' } });
      if (legal) assert.equal(change().status.state, to);
      else assert.throws(change, { message: `Session s can't go from '${from}' to '${to}'.` });
      assert.deepEqual(
        store.get('s')?.status,
        legal ? { state: to, message: 'm' } : { state: from },
      );
    });
  }
}

test('a session that was stopped is never wanted again', () => {
  for (const desiredState of ['', 'Running'] as const) {
    const store = new SessionStore();
    store.add(session('s'));
    store.update('s', { spec: { desiredState: 'Stopped' } });
    assert.throws(() => store.update('s', { spec: { desiredState } }), /can't be started again/);
    assert.equal(store.get('s')?.spec.desiredState, 'Stopped');
    store.update('s', { spec: { desiredState: 'Stopped' } });
  }
});

test('a refused change notifies no watchers and keeps the version', () => {
  const store = new SessionStore();
  const { resourceVersion } = store.add(session('s')).metadata;
  const told: SessionChange[] = [];
  store.watch((change) => told.push(change));
  assert.throws(() => store.update('s', { status: { state: 'Stopped' } }));
  assert.deepEqual(told, []);
  assert.equal(store.get('s')?.metadata.resourceVersion, resourceVersion);
});

test('a name can be used once', () => {
  const store = new SessionStore();
  const first = store.add(session('s'));
  assert.throws(() => store.add(session('s', 'Running')), /Session s is there already/);
  assert.equal(store.get('s'), first);
});

test('changing or removing an unknown session has no effect', () => {
  const store = new SessionStore();
  const told: SessionChange[] = [];
  store.watch((change) => told.push(change));
  assert.throws(() => store.update('s', {}), /There is no session s/);
  store.remove('s');
  assert.deepEqual(told, []);
});

test("a change keeps the properties it doesn't name", () => {
  const store = new SessionStore();
  store.add(session('s'));
  store.update('s', { status: { state: 'Starting', pid: 1, message: 'm' } });
  store.update('s', { spec: { desiredState: 'Running' } });
  const { metadata, spec, status } = store.update('s', { status: { pid: 2 } });
  assert.equal(metadata.name, 's');
  assert.deepEqual([spec.desiredState, spec.launchConfiguration.type], ['Running', 'node']);
  assert.deepEqual(status, { state: 'Starting', pid: 2, message: 'm' });
});

test('a change reports the previous value, which stays unchanged', () => {
  const store = new SessionStore();
  const added = store.add(session('s'));
  const told: SessionChange[] = [];
  store.watch((change) => told.push(change));
  const updated = store.update('s', { status: { state: 'Starting' } });
  store.remove('s');
  const removed = { ...updated, metadata: { ...updated.metadata, resourceVersion: 3 } };
  assert.deepEqual(told, [
    { type: 'modified', session: updated, previous: added },
    { type: 'removed', session: removed, previous: updated },
  ]);
  assert.equal(added.status.state, '');
  assert.deepEqual(store.list(), []);
});

test('the resource version grows with every change of any session', () => {
  const store = new SessionStore();
  const versions = [
    store.add(session('a')),
    store.add(session('b')),
    store.update('a', { status: { message: 'x' } }),
    store.update('b', { status: { message: 'x' } }),
  ].map(({ metadata }) => metadata.resourceVersion);
  store.watch(({ session: { metadata } }) => versions.push(metadata.resourceVersion));
  store.remove('a');
  assert.deepEqual(versions, [1, 2, 3, 4, 5]);
  assert.equal(store.version, 5);
});

test('watchers receive all changes in order, including those of watchers', () => {
  const store = new SessionStore();
  const heard: [string, string][] = [];
  const hear = (who: string) => (change: SessionChange) => {
    heard.push([who, change.session.status.state]);
  };
  store.watch(hear('first'));
  store.watch(({ session: { metadata, status } }) => {
    if (status.state === 'Starting') store.update(metadata.name, { status: { state: 'Running' } });
    if (status.state === 'Running') store.update(metadata.name, { status: { state: 'Stopped' } });
  });
  store.watch(hear('last'));
  store.add(session('s'));
  store.update('s', { status: { state: 'Starting' } });
  const order = ['', 'Starting', 'Running', 'Stopped'];
  assert.deepEqual(
    heard,
    order.flatMap((state) => [
      ['first', state],
      ['last', state],
    ]),
  );
});

test('versions continue after those of an earlier store', () => {
  const store = new SessionStore(1_000);
  assert.equal(store.add(session('a')).metadata.resourceVersion, 1_001);
});

test('the generation grows with the desired state and the request for removal only', () => {
  const store = new SessionStore();
  const generations = [
    store.add(session('a')),
    store.update('a', { status: { state: 'Starting' } }),
    store.update('a', { spec: { desiredState: 'Running' } }),
    store.update('a', { spec: { desiredState: 'Running' } }),
    store.update('a', { metadata: { labels: { app: 'shop' } } }),
    store.update('a', { metadata: { deletionTimestamp: 'now' } }),
  ].map(({ metadata }) => metadata.generation);
  assert.deepEqual(generations, [1, 1, 2, 2, 2, 3]);
});
