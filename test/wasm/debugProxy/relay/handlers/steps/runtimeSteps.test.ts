import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameworkScripts } from '../../../../../../src/wasm/debugProxy/relay/frameworkScripts.ts';
import {
  plainEnds,
  runtimeStepsHandler,
} from '../../../../../../src/wasm/debugProxy/relay/handlers/steps/runtimeSteps.ts';
import { scriptsHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/scripts.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { frames, paused, scripts } from '../recorded.ts';

const { blazor, greet, handler, runtime, wasm } = frames;

function open(): PipelineFixture {
  const known = new FrameworkScripts();
  const fixture = new PipelineFixture(scriptsHandler(known), runtimeStepsHandler(known, plainEnds));
  fixture.attach('A');
  for (const script of Object.values(scripts)) fixture.report(script);
  fixture.debuggerHeard.length = 0;
  return fixture;
}

/** Steps and stops in these frames; returns what the relay does then. */
function stepTo(
  fixture: PipelineFixture,
  callFrames: readonly object[],
  more: object = {},
): unknown[] {
  fixture.command({ id: 1, method: 'Debugger.stepOver', params: {}, sessionId: 'A' });
  fixture.report(paused(callFrames, more));
  return fixture.browserHeard.slice(1).map(({ method }) => method);
}

test('a step that ends in .NET continues to its caller in user code', () => {
  for (const callFrames of [
    [wasm, runtime, greet],
    [runtime, wasm, handler, blazor],
  ]) {
    const fixture = open();
    assert.deepEqual(stepTo(fixture, callFrames), ['Debugger.stepOut']);
    assert.deepEqual(fixture.debuggerHeard, []);
    const end = paused([greet]);
    fixture.report(end);
    assert.deepEqual(fixture.debuggerHeard, [end]);
  }
});

test('a step past the end of a handler resumes the page', () => {
  const fixture = open();
  assert.deepEqual(stepTo(fixture, [wasm, runtime, blazor]), ['Debugger.resume']);
  assert.deepEqual(fixture.debuggerHeard, []);
});

test('a step that ends in user code is a stop', () => {
  const fixture = open();
  assert.deepEqual(stepTo(fixture, [handler, runtime, blazor]), []);
  assert.equal(fixture.debuggerHeard.length, 1);
});

/** Recorded at the start of a runtime, shortened. */
const caught = {
  reason: 'exception',
  data: { type: 'object', className: 'ErrnoError', description: 'ErrnoError', uncaught: false },
};
const uncaught = { reason: 'promiseRejection', data: { ...caught.data, uncaught: true } };

test('the debug proxy may look for a runtime where there is none', () => {
  const fixture = open();
  const description = 'ReferenceError: getDotnetRuntime is not defined\n    at <anonymous>:1:1';
  const data = { type: 'object', subtype: 'error', description, uncaught: false };
  const anonymous = { ...runtime, location: { scriptId: '186', lineNumber: 0 } };
  fixture.report(paused([anonymous], { reason: 'exception', data }));
  assert.deepEqual(fixture.debuggerHeard, []);
});

test('exceptions that .NET and Blazor throw are skipped, unless user code gets them', () => {
  for (const [frame, stop] of [
    [runtime, caught],
    [wasm, caught],
    [blazor, uncaught],
  ] as const) {
    const fixture = open();
    fixture.report(paused([frame, wasm], stop));
    assert.deepEqual(fixture.debuggerHeard, []);
    assert.deepEqual(
      fixture.browserHeard.map(({ method }) => method),
      ['Debugger.resume'],
    );
  }
  for (const stop of [paused([greet, runtime], caught), paused([blazor, greet], uncaught)]) {
    const fixture = open();
    fixture.report(stop);
    assert.deepEqual(fixture.debuggerHeard, [stop]);
  }
});

test('a step over an exception of .NET continues to user code', () => {
  const fixture = open();
  assert.deepEqual(stepTo(fixture, [runtime, greet], caught), ['Debugger.stepOut']);
  assert.deepEqual(fixture.debuggerHeard, []);
});

test('a breakpoint or a pause in .NET is a stop', () => {
  const atBreakpoint = open();
  assert.deepEqual(stepTo(atBreakpoint, [blazor], { hitBreakpoints: ['1:2:0:x'] }), []);
  assert.equal(atBreakpoint.debuggerHeard.length, 1);
  const fixture = open();
  fixture.command({ id: 1, method: 'Debugger.stepOver', params: {}, sessionId: 'A' });
  fixture.command({ id: 2, method: 'Debugger.pause', params: {}, sessionId: 'A' });
  fixture.report(paused([wasm]));
  assert.equal(fixture.debuggerHeard.length, 1);
});

test('stops of the runtime for the proxy are forwarded after any step', () => {
  const fixture = open();
  const forProxy = 'mono_wasm_fire_debugger_agent_message_with_data_to_pause';
  assert.deepEqual(stepTo(fixture, [{ ...runtime, functionName: forProxy }, wasm]), []);
  assert.equal(fixture.debuggerHeard.length, 1);
});

test('a resumed page is no longer stepping', () => {
  const fixture = open();
  assert.deepEqual(stepTo(fixture, [wasm, runtime, blazor]), ['Debugger.resume']);
  fixture.report(paused([blazor]));
  assert.equal(fixture.debuggerHeard.length, 1);
});
