import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameDelivery } from '../../../../src/browser/view/picture/frameDelivery.ts';
import type { Picture } from '../../../../src/browser/view/picture/picture.ts';
import type { Frame } from '../../../../src/pageView/messages/viewUpdate.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';

/** A delivery whose pictures are numbered by their widths. */
function deliver() {
  const clock = new ManualClock();
  const sent: Frame[] = [];
  const confirmed: number[] = [];
  const delivery = new FrameDelivery(clock, (frame) => sent.push(frame));
  const add = (width: number): void => {
    const picture: Picture = { format: 'jpeg', data: btoa(`${width}`), width, height: 1 };
    delivery.deliver(picture, () => confirmed.push(width));
  };
  return { clock, delivery, add, sent, confirmed, widths: () => sent.map(({ width }) => width) };
}

test('sends two frames ahead of what is drawn, and then the newest one only', () => {
  const { add, confirmed, delivery, sent, widths } = deliver();
  for (const width of [1, 2, 3, 4, 5]) add(width);
  assert.deepEqual(widths(), [1, 2]);
  assert.deepEqual(confirmed, [1, 2]);
  assert.deepEqual(Buffer.from(sent[0]?.data ?? []).toString(), '1');
  delivery.drawn(1);
  assert.deepEqual(widths(), [1, 2, 5]);
  assert.deepEqual(confirmed, [1, 2, 3, 4, 5]);
  delivery.drawn(3);
  add(6);
  add(7);
  assert.deepEqual(widths(), [1, 2, 5, 6, 7]);
});

test('goes on if a document draws nothing for two seconds', () => {
  const { add, clock, widths } = deliver();
  for (const width of [1, 2, 3]) add(width);
  clock.advance(1_999);
  assert.deepEqual(widths(), [1, 2]);
  clock.advance(1);
  assert.deepEqual(widths(), [1, 2, 3]);
});

test('a new document gets frames at once', () => {
  const { add, clock, confirmed, delivery, widths } = deliver();
  for (const width of [1, 2, 3]) add(width);
  delivery.reset();
  assert.deepEqual(confirmed, [1, 2, 3]);
  assert.equal(clock.pending, 0);
  add(4);
  assert.deepEqual(widths(), [1, 2, 4]);
});

test('frames share no memory with other data', () => {
  const { add, sent } = deliver();
  add(1);
  assert.equal(sent[0]?.data.buffer.byteLength, 1);
});
