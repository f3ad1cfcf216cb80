import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameworkScripts } from '../../../../../src/wasm/debugProxy/relay/frameworkScripts.ts';
import {
  plainEnds,
  runtimeStepsHandler,
} from '../../../../../src/wasm/debugProxy/relay/handlers/runtimeSteps.ts';
import { scriptsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/scripts.ts';
import { PipelineRoom } from '../pipelineRoom.ts';
import { frames, paused, scripts } from './recorded.ts';

const { blazor, greet, handler, runtime, wasm } = frames;

function open(): PipelineRoom {
  const known = new FrameworkScripts();
  const room = new PipelineRoom(scriptsHandler(known), runtimeStepsHandler(known, plainEnds));
  room.attach('A');
  for (const script of Object.values(scripts)) room.report(script);
  room.debuggerHeard.length = 0;
  return room;
}

/** Steps and ends in these frames; gives what the relay does about it. */
function stepTo(room: PipelineRoom, callFrames: readonly object[], more: object = {}): unknown[] {
  room.command({ id: 1, method: 'Debugger.stepOver', params: {}, sessionId: 'A' });
  room.report(paused(callFrames, more));
  return room.browserHeard.slice(1).map(({ method }) => method);
}

test('a step that ends in .NET continues to its caller in user code', () => {
  for (const callFrames of [
    [wasm, runtime, greet],
    [runtime, wasm, handler, blazor],
  ]) {
    const room = open();
    assert.deepEqual(stepTo(room, callFrames), ['Debugger.stepOut']);
    assert.deepEqual(room.debuggerHeard, []);
    const end = paused([greet]);
    room.report(end);
    assert.deepEqual(room.debuggerHeard, [end]);
  }
});

test('a step past the end of a handler resumes the page', () => {
  const room = open();
  assert.deepEqual(stepTo(room, [wasm, runtime, blazor]), ['Debugger.resume']);
  assert.deepEqual(room.debuggerHeard, []);
});

test('a step that ends in the code of the user is a stop', () => {
  const room = open();
  assert.deepEqual(stepTo(room, [handler, runtime, blazor]), []);
  assert.equal(room.debuggerHeard.length, 1);
});

test('a breakpoint, an exception or a pause in .NET is a stop', () => {
  for (const more of [{ hitBreakpoints: ['1:2:0:x'] }, { reason: 'exception' }]) {
    const room = open();
    assert.deepEqual(stepTo(room, [blazor], more), []);
    assert.equal(room.debuggerHeard.length, 1);
  }
  const room = open();
  room.command({ id: 1, method: 'Debugger.stepOver', params: {}, sessionId: 'A' });
  room.command({ id: 2, method: 'Debugger.pause', params: {}, sessionId: 'A' });
  room.report(paused([wasm]));
  assert.equal(room.debuggerHeard.length, 1);
});

test('stops of the runtime for the proxy are forwarded after any step', () => {
  const room = open();
  const forProxy = 'mono_wasm_fire_debugger_agent_message_with_data_to_pause';
  assert.deepEqual(stepTo(room, [{ ...runtime, functionName: forProxy }, wasm]), []);
  assert.equal(room.debuggerHeard.length, 1);
});

test('a page that was let run is not stepping any more', () => {
  const room = open();
  assert.deepEqual(stepTo(room, [wasm, runtime, blazor]), ['Debugger.resume']);
  room.report(paused([blazor]));
  assert.equal(room.debuggerHeard.length, 1);
});
