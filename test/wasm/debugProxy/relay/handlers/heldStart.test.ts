import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldStart } from '../../../../../src/wasm/debugProxy/relay/handlers/heldStart.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../pipelineFixture.ts';
import { frames, paused } from './recorded.ts';

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

  start.release();
  await turn();
  fixture.command({ id: 3, ...resume });
  await turn();
  assert.deepEqual(
    fixture.browserHeard.map(({ id }) => id),
    [2, 1, 3],
  );
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
