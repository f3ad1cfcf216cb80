import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxyHandlers } from '../../../../../../src/wasm/debugProxy/relay/proxyHandlers.ts';
import { HeldStart } from '../../../../../../src/wasm/debugProxy/relay/handlers/heldStart.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { cleared, frames, paused, resumed } from '../recorded.ts';

/** A page whose runtimes start, with a proxy that has yet to process the starts. */
class Fixture extends PipelineFixture {
  #lastId = 0;

  constructor(held?: HeldStart) {
    super(...proxyHandlers(() => Promise.resolve(undefined), undefined, held));
    this.attach('A');
  }

  startRuntime(): void {
    this.report(paused([{ ...frames.runtime, functionName: 'mono_wasm_runtime_ready' }]));
  }

  /** The proxy sends its last command to a runtime, and resumes the page. Resolves to whether that is resumed. */
  async endStart(): Promise<boolean> {
    const expression = 'getDotnetRuntime(0).INTERNAL.mono_wasm_debugger_attached()';
    this.command({
      id: ++this.#lastId,
      method: 'Runtime.evaluate',
      params: { expression },
      sessionId: 'A',
    });
    return this.resume();
  }

  async resume(): Promise<boolean> {
    const before = this.resumes;
    this.command({ id: ++this.#lastId, method: 'Debugger.resume', sessionId: 'A' });
    await turn();
    if (this.resumes === before) return false;
    this.report(resumed);
    return true;
  }

  /** The last response to the proxy. */
  get answered(): unknown {
    return this.debuggerHeard.findLast(({ id }) => id !== undefined);
  }

  get resumes(): number {
    return this.browserHeard.filter(({ method }) => method === 'Debugger.resume').length;
  }
}

test('a page runs when the proxy has processed the start of its runtime', async () => {
  const fixture = new Fixture();
  for (let document = 0; document < 2; document++) {
    fixture.startRuntime();
    assert.equal(await fixture.endStart(), true);
    fixture.report(cleared);
  }
});

test('a runtime that was left while the proxy processed its start does not let the next one run', async () => {
  const fixture = new Fixture();
  fixture.startRuntime();
  fixture.report(cleared);
  fixture.startRuntime();
  assert.equal(await fixture.endStart(), false);
  assert.deepEqual(fixture.answered, { id: 2, result: {}, sessionId: 'A' });
  assert.equal(await fixture.endStart(), true);
  fixture.report(cleared);
  fixture.startRuntime();
  assert.equal(await fixture.endStart(), true);
});

test('the start of a runtime that was left ends before the next one starts', async () => {
  const fixture = new Fixture();
  fixture.startRuntime();
  fixture.report(cleared);
  assert.equal(await fixture.endStart(), false);
  fixture.startRuntime();
  assert.equal(await fixture.endStart(), true);
});

test('a stop before the runtime has started is left by its user, and not by an earlier runtime', async () => {
  const fixture = new Fixture();
  fixture.startRuntime();
  fixture.report(cleared);
  fixture.report(paused([frames.handler]));
  assert.equal(await fixture.endStart(), false);
  assert.equal(await fixture.resume(), true);

  fixture.startRuntime();
  fixture.report(cleared);
  fixture.report(paused([frames.handler]));
  assert.equal(await fixture.resume(), true);
  assert.equal(await fixture.endStart(), false);
});

test('a runtime that was left while it was held does not let the next one run', async () => {
  const held = new HeldStart();
  const fixture = new Fixture(held);
  fixture.startRuntime();
  assert.equal(await fixture.endStart(), false);
  fixture.report(cleared);
  fixture.startRuntime();
  held.release();
  await turn();
  assert.equal(fixture.resumes, 0);
  assert.equal(await fixture.endStart(), true);
});

test('a page that loads itself again while it is held is held again', async () => {
  const held = new HeldStart();
  const fixture = new Fixture(held);
  fixture.startRuntime();
  assert.equal(await fixture.endStart(), false);
  fixture.report(cleared);
  fixture.startRuntime();
  assert.equal(await fixture.endStart(), false);
  held.start();
  await turn();
  assert.equal(fixture.resumes, 1);
  // The proxy has an answer for each document.
  const answers = fixture.debuggerHeard.filter(({ id }) => id !== undefined);
  assert.deepEqual(answers.at(-1), { id: 2, result: {}, sessionId: 'A' });
});

test('a pause for a script is left although it comes while an earlier start ends', async () => {
  const fixture = new Fixture();
  fixture.startRuntime();
  fixture.report(cleared);
  fixture.report(paused([frames.handler]));
  const expression = 'getDotnetRuntime(0).INTERNAL.mono_wasm_debugger_attached()';
  fixture.command({ id: 50, method: 'Runtime.evaluate', params: { expression }, sessionId: 'A' });
  await turn();
  // The page does not evaluate it, and the proxy resumes it for both reasons, in any order.
  assert.deepEqual(fixture.answered, {
    id: 50,
    result: { result: { type: 'undefined' } },
    sessionId: 'A',
  });
  assert.deepEqual([await fixture.resume(), await fixture.resume()], [false, true]);
});
