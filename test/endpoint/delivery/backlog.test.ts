import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type TestContext, test } from 'node:test';
import type { Notification } from '../../../src/protocol/notifications.ts';
import { openDelivery } from '../../support/deliveryRoom.ts';
import { HandDrivenConnection } from '../../support/handDrivenConnection.ts';
import { turn, until } from '../../support/waiting.ts';

const linesAtOnce = 1000;
const nanosecondsInMillisecond = 1_000_000;

interface Measured {
  /** In milliseconds. */
  readonly writing: number;
  readonly delivering: number;
  readonly longestBlock: number;
}

/** A connection that only counts, so that the measured time is the delivery's own. */
class CountingConnection extends HandDrivenConnection {
  count = 0;
  isInOrder = true;

  override send(message: Uint8Array): void {
    const heard = JSON.parse(message.toString()) as Notification;
    if (!('log_message' in heard)) return;
    const lines = heard.log_message.split('\n');
    this.isInOrder &&= lines[0] === `line ${this.count}`;
    this.count += lines.length;
  }
}

/** Lets a program write lines while its controller is away, and the controller come then. */
async function measure(context: TestContext, lines: number): Promise<Measured> {
  const opened = await openDelivery(context);
  const { events } = await opened.run('absent');
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const begun = performance.now();
  for (let first = 0; first < lines; first += linesAtOnce) {
    for (let line = first; line < first + linesAtOnce; line++) {
      void events.output('stdout', Buffer.from(`line ${line}\n`));
    }
    await turn();
  }
  const written = performance.now();
  const connection = new CountingConnection();
  opened.delivery.connect('absent', connection);
  await until('all lines were heard', () => connection.count >= lines);
  const delivered = performance.now();
  delays.disable();
  assert.ok(connection.isInOrder);
  assert.equal(connection.count, lines);
  events.ended(0);
  return {
    writing: written - begun,
    delivering: delivered - written,
    longestBlock: delays.max / nanosecondsInMillisecond,
  };
}

test('a million lines for an absent controller are kept and delivered in linear time, bit by bit', async (context) => {
  await measure(context, 20_000);
  const few = await measure(context, 100_000);
  const many = await measure(context, 1_000_000);
  const report = JSON.stringify({ few, many });
  context.diagnostic(report);
  // Ten times as much; quadratic cost would take a hundred times as long.
  assert.ok(many.writing < 40 * few.writing, report);
  assert.ok(many.delivering < 40 * few.delivering, report);
  // A peer that did it all in one go would block for as long as it takes.
  assert.ok(many.longestBlock < (many.writing + many.delivering) / 5, report);
});
