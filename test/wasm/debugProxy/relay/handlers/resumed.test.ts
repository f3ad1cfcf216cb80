import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resumedHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/resumed.ts';
import { PipelineRoom } from '../pipelineRoom.ts';
import { frames, paused, resumed } from './recorded.ts';

test('the debugger receives one resumed event for each stop', () => {
  const room = new PipelineRoom(resumedHandler());
  room.attach('A');
  const stop = paused([frames.handler]);
  for (const message of [resumed, stop, resumed, resumed, resumed, stop, resumed]) {
    room.report(message);
  }
  assert.deepEqual(room.debuggerHeard, [stop, resumed, stop, resumed]);
});

test('each page has stops of its own', () => {
  const room = new PipelineRoom(resumedHandler());
  room.attach('A');
  room.attach('B');
  room.report(paused([frames.handler]));
  room.debuggerHeard.length = 0;
  room.report({ ...resumed, sessionId: 'B' });
  assert.deepEqual(room.debuggerHeard, []);
  room.report(resumed);
  assert.deepEqual(room.debuggerHeard, [resumed]);
});
