import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LastingConnection } from '../../../src/browser/view/lastingConnection.ts';
import { type Deferred, deferred } from '../../../src/common/deferred.ts';
import { toDisposable } from '../../../src/common/disposable.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

/** A connection whose attempts a test plays. */
class Fixture {
  readonly clock = new ManualClock();
  /** The ends of the connections so far. */
  readonly opened: Deferred<void>[] = [];
  readonly failures: unknown[] = [];
  /** How many connections were disposed of. */
  released = 0;
  /** Settles when attempts from now on succeed or fail. */
  ready: Promise<void> = Promise.resolve();
  readonly connection = new LastingConnection({
    clock: this.clock,
    connect: async (resources) => {
      await this.ready;
      const closed = deferred();
      this.opened.push(closed);
      resources.add(toDisposable(() => this.released++));
      return { closed: closed.promise };
    },
    failed: (error) => this.failures.push(error),
  });

  async pass(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds);
    await turn();
  }
}

test('a connection that has ended is released, and opened again a second later', async () => {
  const fixture = new Fixture();
  const { opened } = fixture;
  await fixture.connection.start();
  assert.equal(opened.length, 1);
  opened[0]?.resolve();
  await turn();
  await fixture.pass(999);
  assert.deepEqual([opened.length, fixture.released], [1, 1]);
  await fixture.pass(1);
  assert.deepEqual([opened.length, fixture.released], [2, 1]);
});

test('failed attempts are repeated each second, and the first in a row is told', async () => {
  const fixture = new Fixture();
  const { failures, opened } = fixture;
  const refusal = new Error('refused');
  fixture.ready = Promise.reject(refusal);
  await fixture.connection.start();
  await fixture.pass(1_000);
  await fixture.pass(1_000);
  assert.deepEqual(failures, [refusal]);
  const refused = fixture.ready;
  fixture.ready = Promise.resolve();
  await fixture.pass(1_000);
  assert.equal(opened.length, 1);
  fixture.ready = refused;
  opened[0]?.resolve();
  await turn();
  await fixture.pass(1_000);
  assert.deepEqual(failures, [refusal, refusal]);
});

test('a connection is not opened again after it was disposed of', async () => {
  const fixture = new Fixture();
  const { connection, opened } = fixture;
  await connection.start();
  connection.dispose();
  assert.equal(fixture.released, 1);
  opened[0]?.resolve();
  await turn();
  await fixture.pass(1_000);
  assert.equal(opened.length, 1);
});

test('what is opened while a connection is disposed of is released', async () => {
  for (const end of ['success', 'failure'] as const) {
    const fixture = new Fixture();
    const ready = deferred();
    fixture.ready = ready.promise;
    const starting = fixture.connection.start();
    fixture.connection.dispose();
    if (end === 'success') ready.resolve();
    else ready.reject(new Error('refused'));
    await starting;
    assert.equal(fixture.released, fixture.opened.length);
    for (const closed of fixture.opened) closed.resolve();
    await fixture.pass(1_000);
    assert.equal(fixture.opened.length, end === 'success' ? 1 : 0);
    assert.deepEqual(fixture.failures, []);
  }
});
