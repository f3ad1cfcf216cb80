import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Notification } from '../../../src/protocol/notifications.ts';
import { openDelivery } from '../../../tools/fixtures/endpoint/deliveryFixture.ts';
import { HandDrivenConnection } from '../../../tools/fixtures/endpoint/handDrivenConnection.ts';
import { busyTime } from '../../../tools/fixtures/time/busyTime.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

const linesAtOnce = 1000;

export interface Measured {
  /** CPU time of this thread, in milliseconds. */
  readonly writing: number;
  readonly delivering: number;
  /** The most lines that were delivered in one turn of the event loop. */
  readonly maxAtOnce: number;
}

/** A connection that only counts, so that only the delivery itself is measured. */
class CountingConnection extends HandDrivenConnection {
  count = 0;
  maxAtOnce = 0;
  isInOrder = true;
  #ofTurn = 0;

  protected override take(message: Buffer): void {
    const heard = JSON.parse(message.toString()) as Notification;
    if (!('log_message' in heard)) return;
    const lines = heard.log_message.split('\n');
    this.isInOrder &&= lines[0] === `line ${this.count}`;
    this.count += lines.length;
    if (this.#ofTurn === 0) setImmediate(() => (this.#ofTurn = 0));
    this.#ofTurn += lines.length;
    this.maxAtOnce = Math.max(this.maxAtOnce, this.#ofTurn);
  }
}

/**
 * A program writes lines while its controller is disconnected; the controller connects and receives
 * all in order.
 */
export async function deliverBacklog(context: TestContext, lines: number): Promise<Measured> {
  const opened = await openDelivery(context);
  const { events } = await opened.run('absent');
  const begun = busyTime();
  for (let first = 0; first < lines; first += linesAtOnce) {
    for (let line = first; line < first + linesAtOnce; line++) {
      void events.output('stdout', Buffer.from(`line ${line}\n`));
    }
    await turn();
  }
  const written = busyTime();
  const connection = new CountingConnection();
  opened.delivery.connect('absent', connection);
  await until('all lines are received', () => connection.count >= lines);
  const delivered = busyTime();
  assert.ok(connection.isInOrder);
  assert.equal(connection.count, lines);
  events.ended(0);
  return {
    writing: written - begun,
    delivering: delivered - written,
    maxAtOnce: connection.maxAtOnce,
  };
}
