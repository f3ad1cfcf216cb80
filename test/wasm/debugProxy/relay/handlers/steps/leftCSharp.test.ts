import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { FrameworkScripts } from '../../../../../../src/wasm/debugProxy/relay/frameworkScripts.ts';
import {
  forgetCSharpHandler,
  LeftCSharp,
} from '../../../../../../src/wasm/debugProxy/relay/handlers/steps/leftCSharp.ts';
import { runtimeStepsHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/steps/runtimeSteps.ts';
import { scriptsHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/scripts.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { frames, paused, scripts } from '../recorded.ts';

const { blazor, greet, handler, runtime, wasm } = frames;
const forProxy = 'mono_wasm_fire_debugger_agent_message_with_data_to_pause';
const left = { method: 'IdeSession.leftCSharp', params: {}, sessionId: 'A' };

/** The relays behind and in front of a debug proxy. */
function open(): { readonly behind: PipelineFixture; readonly before: PipelineFixture } {
  const known = new FrameworkScripts();
  const ends = new LeftCSharp();
  const behind = new PipelineFixture(
    scriptsHandler(known),
    ends.handler(),
    runtimeStepsHandler(known, ends),
  );
  const before = new PipelineFixture(forgetCSharpHandler());
  for (const fixture of [behind, before]) fixture.attach('A');
  for (const script of Object.values(scripts)) behind.report(script);
  behind.debuggerHeard.length = 0;
  behind.command({ id: 1, method: 'Debugger.stepOut', params: {}, sessionId: 'A' });
  behind.browserHeard.length = 0;
  return { behind, before };
}

/** What the relay in front of the proxy sends through it after a step has left C#. */
function forget(before: PipelineFixture): object {
  before.report(left);
  return { ...before.browserHeard.at(-1), id: 2 };
}

test('a page resumes after a step only when the proxy has cleared its stop', () => {
  const { before, behind } = open();
  behind.report(paused([wasm, runtime, blazor]));
  assert.deepEqual(behind.debuggerHeard, [left]);
  assert.deepEqual(behind.browserHeard, []);
  behind.command(forget(before));
  assert.deepEqual(
    behind.browserHeard.map(({ method }) => method),
    ['Debugger.resume'],
  );
});

test("a stop in the user's JavaScript after a step is reported next and not resumed", () => {
  const { before, behind } = open();
  const stop = paused([greet]);
  behind.report(stop);
  assert.deepEqual(behind.debuggerHeard, [left, stop]);
  behind.command(forget(before));
  assert.deepEqual(behind.browserHeard, []);
  assert.deepEqual(behind.debuggerHeard.at(-1), { id: 2, result: {}, sessionId: 'A' });
});

/** A step out of .NET's code to user code up the stack, which the browser has begun. */
async function stepOutOfRuntime(): Promise<PipelineFixture> {
  const { behind } = open();
  behind.report(paused([runtime, wasm, handler, blazor]));
  assert.equal(behind.browserHeard.at(-1)?.['method'], 'Debugger.stepOut');
  behind.answer({});
  await turn();
  return behind;
}

test('the proxy clears its stop after a step that does not stop the page', async () => {
  const behind = await stepOutOfRuntime();
  assert.deepEqual(behind.debuggerHeard, []);
  // The page has reached the end of the code that it ran.
  behind.answer({});
  await turn();
  assert.deepEqual(behind.debuggerHeard, [left]);
  behind.command({
    id: 2,
    method: 'Debugger.resume',
    params: { ideSession: 'forget' },
    sessionId: 'A',
  });
  assert.deepEqual(behind.debuggerHeard.at(-1), { id: 2, result: {}, sessionId: 'A' });
});

test('a step that stops before the page has run to its end is not reported twice', async () => {
  const behind = await stepOutOfRuntime();
  const asked = behind.browserHeard.at(-1);
  const stop = paused([greet]);
  behind.report(stop);
  behind.report({ id: asked?.id, result: {}, sessionId: 'A' });
  await turn();
  assert.deepEqual(behind.debuggerHeard, [left, stop]);
});

test('a step that ends in C# is not reported', () => {
  const { behind } = open();
  const stop = paused([{ ...runtime, functionName: forProxy }, wasm]);
  behind.report(stop);
  assert.deepEqual(behind.debuggerHeard, [stop]);
});

test('the debugger resumes normally', () => {
  const { behind } = open();
  behind.command({ id: 3, method: 'Debugger.resume', params: {}, sessionId: 'A' });
  assert.equal(behind.browserHeard.at(-1)?.['method'], 'Debugger.resume');
});

test('the debugger receives a stop when the proxy has cleared the previous one', async () => {
  const { before } = open();
  before.report(left);
  const stop = paused([greet]);
  before.report(stop);
  assert.deepEqual(before.debuggerHeard, []);
  before.answer({});
  await turn();
  assert.deepEqual(before.debuggerHeard, [stop]);
});
