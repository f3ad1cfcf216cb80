import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Screencast,
  type ScreencastFrame,
} from '../../../../src/browser/view/picture/screencast.ts';
import type { PageEvent } from '../../../../src/browser/view/pageSession.ts';
import { Emitter } from '../../../../src/common/emitter.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';

const size = { maxWidth: 100, maxHeight: 50 };

/** A screencast of a browser that sends what the test says. */
function openScreencast() {
  const clock = new ManualClock();
  const events = new Emitter<PageEvent>();
  const posted: string[] = [];
  const session = { events: events.event, post: (method: string) => void posted.push(method) };
  const screencast = new Screencast(session, clock);
  const frames: ScreencastFrame[] = [];
  screencast.frames((frame) => frames.push(frame));
  return {
    clock,
    frames,
    screencast,
    fire: (method: string, params: object = {}) => events.fire({ method, params }),
    send: () => {
      const metadata = { deviceWidth: 100, deviceHeight: 50 };
      events.fire({
        method: 'Page.screencastFrame',
        params: { data: 'picture', sessionId: 1, metadata },
      });
    },
    /** How often it was started since the last call. */
    starts: () => posted.splice(0).filter((method) => method === 'Page.startScreencast').length,
  };
}

test('starts once if a frame follows', () => {
  const { clock, frames, screencast, send, starts } = openScreencast();
  screencast.start(size);
  send();
  frames[0]?.confirm();
  clock.advance(60_000);
  assert.equal(starts(), 1);
});

test('starts again, more and more rarely, as long as no frame follows', () => {
  const { clock, frames, screencast, send, starts } = openScreencast();
  screencast.start(size);
  clock.advance(299);
  assert.equal(starts(), 1);
  clock.advance(1);
  assert.equal(starts(), 1);
  clock.advance(599);
  assert.equal(starts(), 0);
  clock.advance(1);
  assert.equal(starts(), 1);
  send();
  frames[0]?.confirm();
  clock.advance(60_000);
  assert.equal(starts(), 0);
});

test('gives up without a frame, until the page is drawn', () => {
  const { clock, fire, screencast, starts } = openScreencast();
  screencast.start(size);
  fire('Page.screencastVisibilityChanged', { visible: false });
  clock.advance(60_000);
  assert.equal(starts(), 6);
  fire('Page.screencastVisibilityChanged', { visible: true });
  clock.advance(300);
  assert.equal(starts(), 1);
  fire('Page.screencastVisibilityChanged', { visible: true });
  clock.advance(60_000);
  assert.equal(starts(), 4);
});

test('starts again when the page has another size or document', () => {
  const { clock, fire, frames, screencast, send, starts } = openScreencast();
  screencast.start(size);
  for (const [method, params] of [
    ['Page.frameResized', {}],
    ['Page.frameNavigated', { frame: {} }],
  ] as const) {
    send();
    frames.at(-1)?.confirm();
    clock.advance(60_000);
    starts();
    fire(method, params);
    // It may show the page as it was before.
    send();
    frames.at(-1)?.confirm();
    clock.advance(300);
    assert.equal(starts(), 1, method);
  }
  send();
  frames.at(-1)?.confirm();
  fire('Page.frameNavigated', { frame: { parentId: 'main' } });
  clock.advance(60_000);
  assert.equal(starts(), 0);
});

test('starts again after frames that were unconfirmed together', () => {
  const { clock, frames, screencast, send, starts } = openScreencast();
  screencast.start(size);
  starts();
  for (let count = 0; count < 3; count++) send();
  clock.advance(60_000);
  assert.equal(starts(), 0);
  for (const frame of frames) frame.confirm();
  clock.advance(300);
  assert.equal(starts(), 1);
});

test('frames that come one by one are not asked for again', () => {
  const { clock, frames, screencast, send, starts } = openScreencast();
  screencast.start(size);
  for (let count = 0; count < 10; count++) {
    send();
    frames.at(-1)?.confirm();
    clock.advance(300);
  }
  assert.equal(starts(), 1);
});

test('starts no more when it is stopped', () => {
  const { clock, frames, fire, screencast, send, starts } = openScreencast();
  screencast.start(size);
  for (let count = 0; count < 3; count++) send();
  screencast.stop();
  for (const frame of frames) frame.confirm();
  fire('Page.frameResized');
  clock.advance(60_000);
  assert.equal(starts(), 1);
  assert.equal(clock.pending, 0);
});
