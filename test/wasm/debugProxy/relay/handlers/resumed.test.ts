import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resumedHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/resumed.ts';
import { PipelineFixture } from '../pipelineFixture.ts';
import { frames, paused, resumed } from './recorded.ts';

test('the debugger receives one resumed event for each stop', () => {
  const fixture = new PipelineFixture(resumedHandler());
  fixture.attach('A');
  const stop = paused([frames.handler]);
  for (const message of [resumed, stop, resumed, resumed, resumed, stop, resumed]) {
    fixture.report(message);
  }
  assert.deepEqual(fixture.debuggerHeard, [stop, resumed, stop, resumed]);
});

test('each page has its own stops', () => {
  const fixture = new PipelineFixture(resumedHandler());
  fixture.attach('A');
  fixture.attach('B');
  fixture.report(paused([frames.handler]));
  fixture.debuggerHeard.length = 0;
  fixture.report({ ...resumed, sessionId: 'B' });
  assert.deepEqual(fixture.debuggerHeard, []);
  fixture.report(resumed);
  assert.deepEqual(fixture.debuggerHeard, [resumed]);
});
