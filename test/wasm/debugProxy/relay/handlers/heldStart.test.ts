import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldStart } from '../../../../../src/wasm/debugProxy/relay/handlers/heldStart.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../pipelineFixture.ts';
import { cleared, frames, paused } from './recorded.ts';

const resume = { method: 'Debugger.resume', sessionId: 'A' };

test('a page runs after the start of its runtime when it is released', async () => {
  const start = new HeldStart();
  const fixture = new PipelineFixture(start.handler());
  fixture.attach('A');
  fixture.report(paused([{ ...frames.runtime, functionName: 'mono_wasm_runtime_ready' }]));
  fixture.command({ id: 1, ...resume });
  fixture.command({ id: 2, method: 'Runtime.evaluate', sessionId: 'A' });
  await turn();
  assert.deepEqual(
    fixture.browserHeard.map(({ id }) => id),
    [2],
  );

  start.start();
  await turn();
  fixture.command({ id: 3, ...resume });
  await turn();
  assert.deepEqual(
    fixture.browserHeard.map(({ id }) => id),
    [2, 1, 3],
  );
});

/** A page whose app was started and has stopped, of which the debugger was not told. */
async function stopHeld() {
  const start = new HeldStart();
  const fixture = new PipelineFixture(start.handler());
  fixture.attach('A');
  fixture.report(paused([{ ...frames.runtime, functionName: 'mono_wasm_runtime_ready' }]));
  fixture.command({ id: 1, ...resume });
  start.start();
  await turn();
  const before = fixture.debuggerHeard.length;
  fixture.report(paused([frames.handler]));
  await turn();
  assert.equal(fixture.debuggerHeard.length, before);
  const heard = () => fixture.debuggerHeard.slice(before);
  return { fixture, heard, start };
}

test('a stop of a page is told when the page is released', async () => {
  const { fixture, heard, start } = await stopHeld();
  assert.equal(start.release(), true);
  // All of it, with the ids by which the proxy reads the stack.
  assert.deepEqual(heard(), [paused([frames.handler])]);
  fixture.report(paused([frames.handler]));
  await turn();
  assert.deepEqual(heard(), [paused([frames.handler]), paused([frames.handler])]);
});

for (const method of ['Runtime.executionContextsCleared', 'Debugger.resumed']) {
  test(`a stop that has ended with ${method} is not told`, async () => {
    const { fixture, heard, start } = await stopHeld();
    const end = { method, params: {}, sessionId: 'A' };
    fixture.report(end);
    await turn();
    assert.equal(start.release(), false);
    assert.deepEqual(heard(), [end]);
  });
}

test('a stopped page that is left runs no further code', async () => {
  const { fixture, start } = await stopHeld();
  start.abandon();
  await turn();
  const { method, params } = fixture.browserHeard.at(-1) ?? {};
  assert.deepEqual([method, params], ['Debugger.resume', { terminateOnResume: true }]);
});

test('a page that stops while it is left runs no further code, and its stop is not told', async () => {
  const { fixture, heard, start } = await stopHeld();
  const gone = { method: 'Debugger.resumed', params: {}, sessionId: 'A' };
  fixture.report(gone);
  start.abandon();
  await turn();
  const before = fixture.browserHeard.length;
  fixture.report(paused([frames.handler]));
  await turn();
  const asked = fixture.browserHeard.slice(before);
  assert.deepEqual(
    asked.map(({ method, params }) => [method, params]),
    [['Debugger.resume', { terminateOnResume: true }]],
  );
  // The next document is as usual.
  fixture.report(cleared);
  fixture.report(paused([frames.handler]));
  await turn();
  assert.deepEqual(heard(), [gone, cleared, paused([frames.handler])]);
});

test('other pauses of a page are not held', async () => {
  const fixture = new PipelineFixture(new HeldStart().handler());
  fixture.attach('A');
  fixture.report(paused([frames.handler]));
  fixture.command({ id: 1, ...resume });
  await turn();
  assert.equal(fixture.browserHeard.length, 1);
});

test('a page that is left goes on without its app', async () => {
  const start = new HeldStart();
  const fixture = new PipelineFixture(start.handler());
  fixture.attach('A');
  fixture.report(paused([{ ...frames.runtime, functionName: 'mono_wasm_runtime_ready' }]));
  fixture.command({ id: 1, ...resume });
  start.abandon();
  await turn();
  fixture.command({ id: 2, ...resume });
  await turn();
  assert.deepEqual(
    fixture.browserHeard.map(({ id, params }) => ({ id, params })),
    [
      { id: 1, params: { terminateOnResume: true } },
      { id: 2, params: undefined },
    ],
  );
});
