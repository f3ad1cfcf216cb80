import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../src/common/deferred.ts';
import { SpareSlot } from '../../src/processes/spareSlot.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

const keptFor = 60_000;

/** A resource that can end by itself. */
class Resource {
  readonly #ended = deferred();
  isClosed = false;

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  end(): void {
    this.#ended.resolve();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.end();
  }
}

function createFixture() {
  const clock = new ManualClock();
  const slot = new SpareSlot<Resource>({ clock, keptFor, ended: ({ ended }) => ended });
  return { clock, slot, one: new Resource() };
}

test('a kept resource is handed over once, to a user with its key', async () => {
  const { clock, one, slot } = createFixture();
  slot.keep('key', async () => one);
  assert.equal(slot.key, 'key');
  assert.equal(await slot.take('other'), undefined);
  assert.equal(await slot.take('key'), one);
  assert.equal(await slot.take('key'), undefined);
  assert.equal(slot.key, undefined);
  assert.equal(clock.pending, 0);
  assert.equal(one.isClosed, false);
});

test('a resource that no one takes is closed after its time', async () => {
  const { clock, one, slot } = createFixture();
  slot.keep('key', async () => one);
  clock.advance(keptFor - 1);
  assert.equal(slot.key, 'key');
  clock.advance(1);
  assert.equal(slot.key, undefined);
  await slot.close();
  assert.equal(one.isClosed, true);
});

test('a resource that was taken is not closed later', async () => {
  const { clock, one, slot } = createFixture();
  slot.keep('key', async () => one);
  await slot.take('key');
  clock.advance(2 * keptFor);
  await slot.close();
  assert.equal(one.isClosed, false);
});

test('a user gets a resource that is still starting', async () => {
  const { one, slot } = createFixture();
  const started = deferred<Resource>();
  slot.keep('key', () => started.promise);
  const taking = slot.take('key');
  started.resolve(one);
  assert.equal(await taking, one);
});

test('the start that a user waits for ends with the user', async () => {
  const { slot } = createFixture();
  const user = new AbortController();
  slot.keep('key', (unwanted) => startUntil(unwanted));
  const taking = slot.take('key', user.signal);
  user.abort();
  assert.equal(await taking, undefined);
});

test('a resource that could not be started is not kept', async () => {
  const { clock, slot } = createFixture();
  slot.keep('key', () => Promise.reject(new Error('not started')));
  assert.equal(await slot.take('key'), undefined);
  slot.keep('key', () => Promise.reject(new Error('not started')));
  await turn();
  assert.equal(slot.key, undefined);
  assert.equal(clock.pending, 0);
});

test('a resource that has ended by itself is not kept', async () => {
  const { clock, one, slot } = createFixture();
  slot.keep('key', async () => one);
  one.end();
  await turn();
  assert.equal(slot.key, undefined);
  assert.equal(clock.pending, 0);
});

test('the one before is closed, also while it starts', async () => {
  const { one, slot } = createFixture();
  let isAbandoned = false;
  slot.keep('key', (unwanted) => startUntil(unwanted).finally(() => (isAbandoned = true)));
  slot.keep('key', async () => one);
  const other = new Resource();
  slot.keep('other', async () => other);
  await slot.close();
  assert.equal(isAbandoned, true);
  assert.equal(one.isClosed, true);
  assert.equal(other.isClosed, true);
});

test('closing waits for resources that were discarded before', async () => {
  const { slot } = createFixture();
  const ended = deferred();
  slot.keep('key', async () => Object.assign(new Resource(), { close: () => ended.promise }));
  slot.discard();
  let isClosed = false;
  const closing = slot.close().then(() => (isClosed = true));
  await turn();
  assert.equal(isClosed, false);
  ended.resolve();
  await closing;
});

/** A start that goes on until it is unwanted. */
async function startUntil(unwanted: AbortSignal): Promise<Resource> {
  const abandoned = deferred();
  unwanted.addEventListener('abort', () => abandoned.resolve());
  await abandoned.promise;
  throw new Error('unwanted');
}

test('a slot tells when its resource is ready, and when it has none any more', async () => {
  const one = new Resource();
  const told: boolean[] = [];
  const slot = new SpareSlot<Resource>({
    clock: new ManualClock(),
    keptFor,
    ended: ({ ended }) => ended,
    changed: () => told.push(slot.ready !== undefined),
  });
  const ready = deferred();
  slot.keep('key', async () => {
    await ready.promise;
    return one;
  });
  await turn();
  assert.deepEqual(told, []);
  ready.resolve();
  await turn();
  assert.deepEqual(told, [true]);
  one.end();
  await turn();
  assert.deepEqual(told, [true, false]);
});
