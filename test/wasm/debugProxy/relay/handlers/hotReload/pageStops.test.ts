import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageStops } from '../../../../../../src/wasm/debugProxy/relay/handlers/hotReload/pageStops.ts';
import { ManualClock } from '../../../../../../tools/fixtures/time/manualClock.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';

const sessionId = 'A';

function open() {
  const clock = new ManualClock();
  const stops = new PageStops(clock);
  const fixture = new PipelineFixture(stops.handler());
  fixture.attach(sessionId);
  let continued = 0;
  stops.onContinued(() => continued++);
  let lastId = 0;
  return {
    clock,
    stops,
    continued: () => continued,
    stop: () => fixture.report({ method: 'Debugger.paused', params: {}, sessionId }),
    leave: () =>
      fixture.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId }),
    /** The debugger sends a command, and the browser answers. */
    send: (method: string) => {
      const id = ++lastId;
      fixture.command({ id, method, params: {}, sessionId });
      fixture.report({ id, result: {}, sessionId });
    },
  };
}

test('a page is stopped until it is resumed', () => {
  const { continued, send, stop, stops } = open();
  assert.equal(stops.isStopped, false);
  stop();
  assert.equal(stops.isStopped, true);
  send('Debugger.resume');
  assert.equal(stops.isStopped, false);
  assert.equal(continued(), 1);
});

test('a page is stopped between steps', () => {
  const { clock, continued, send, stop, stops } = open();
  stop();
  send('Debugger.stepOver');
  clock.advance(500);
  stop();
  clock.advance(5_000);
  assert.equal(stops.isStopped, true);
  assert.equal(continued(), 0);
});

test('a page whose step does not end in a stop continues', () => {
  const { clock, continued, send, stop, stops } = open();
  stop();
  send('Debugger.stepOut');
  clock.advance(1_000);
  assert.equal(stops.isStopped, false);
  assert.equal(continued(), 1);
});

test('a page that is left is not stopped any more', () => {
  const { continued, leave, stop, stops } = open();
  leave();
  assert.equal(continued(), 0);
  stop();
  leave();
  assert.equal(stops.isStopped, false);
  assert.equal(continued(), 1);
});
