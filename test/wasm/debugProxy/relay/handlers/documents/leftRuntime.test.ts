import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftRuntimeHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/documents/leftRuntime.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { cleared, frames, paused } from '../recorded.ts';

const created = {
  method: 'Runtime.executionContextCreated',
  params: { context: { id: 3, uniqueId: 'x.3', auxData: { isDefault: true } } },
  sessionId: 'A',
};

/** What Chromium answers where the document has no runtime, recorded. */
const noRuntime = {
  result: {
    type: 'object',
    subtype: 'error',
    className: 'ReferenceError',
    description: 'ReferenceError: getDotnetRuntime is not defined\n    at cdp://debug/eval.cdp:1:1',
  },
  exceptionDetails: { exceptionId: 1, text: 'Uncaught', lineNumber: 0, columnNumber: 0 },
};

class Fixture extends PipelineFixture {
  constructor() {
    super(leftRuntimeHandler());
    this.attach('A');
  }

  /** The proxy evaluates an expression; its id is 1. */
  async evaluate(expression: string): Promise<void> {
    const params = { expression: `getDotnetRuntime(0).INTERNAL.${expression}` };
    this.command({ id: 1, method: 'Runtime.evaluate', params, sessionId: 'A' });
    await turn();
  }

  async answerFrom(result: object): Promise<void> {
    this.answer(result);
    await turn();
  }

  /** What the proxy has heard in answer to its expression, if anything. */
  get answered(): unknown {
    return this.debuggerHeard.find(({ id }) => id === 1)?.['result'];
  }
}

const value = (bytes: string) => ({ result: { type: 'object', value: { id: 0, value: bytes } } });
const removal = `mono_wasm_send_dbg_command (632, 15, 2,'CgAAAAQ=')`;

test('the answers of a runtime pass unchanged', async () => {
  const fixture = new Fixture();
  const failed = { result: { className: 'Error' }, exceptionDetails: { exceptionId: 1 } };
  for (const answer of [value('AAAAYg=='), failed]) {
    await fixture.evaluate(removal);
    await fixture.answerFrom(answer);
    assert.deepEqual(fixture.answered, answer);
    fixture.debuggerHeard.length = 0;
  }
});

test('a version is agreed on with a runtime that is gone', async () => {
  const fixture = new Fixture();
  await fixture.evaluate(`mono_wasm_send_dbg_command (5854, 1, 8,'AAAAAgAAAEIA')`);
  await fixture.answerFrom(noRuntime);
  assert.deepEqual(fixture.answered, value(''));
});

test('a breakpoint is removed from a runtime that is gone', async () => {
  const fixture = new Fixture();
  await fixture.evaluate(removal);
  await fixture.answerFrom(noRuntime);
  assert.deepEqual(fixture.answered, value(''));
});

test('a runtime that is gone has a version by which its assemblies are not fetched', async () => {
  const fixture = new Fixture();
  await fixture.evaluate(`mono_wasm_send_dbg_command (1, 1, 1,'')`);
  await fixture.answerFrom(noRuntime);
  assert.deepEqual(fixture.answered, value('AAAAAAAAAAIAAAA9'));
});

test('whether a runtime is ready may be answered with an error', async () => {
  const fixture = new Fixture();
  await fixture.evaluate('mono_wasm_runtime_is_ready');
  await fixture.answerFrom(noRuntime);
  assert.deepEqual(fixture.answered, noRuntime);
});

for (const [expression, answer, left] of [
  [`mono_wasm_send_dbg_command (1, 15, 3,'')`, value('AAAAAA=='), value('')],
  [
    'mono_wasm_get_loaded_files()',
    { result: { type: 'object', value: ['/_framework/BlazorApp.dll'] } },
    { result: { type: 'object', value: [] } },
  ],
] as const) {
  test(`${expression} waits for the runtime of a document that has none yet`, async () => {
    const fixture = new Fixture();
    await fixture.evaluate(expression);
    await fixture.answerFrom(noRuntime);
    assert.equal(fixture.answered, undefined);
    fixture.report(paused([{ ...frames.runtime, functionName: 'mono_wasm_runtime_ready' }]));
    await turn();
    await fixture.answerFrom(answer);
    assert.deepEqual(fixture.answered, answer);
  });

  test(`${expression} is answered when the document without a runtime is left`, async () => {
    const fixture = new Fixture();
    await fixture.evaluate(expression);
    await fixture.answerFrom(noRuntime);
    fixture.report(cleared);
    await turn();
    assert.equal(fixture.answered, undefined);
    fixture.report(created);
    await turn();
    assert.deepEqual(fixture.answered, left);
  });
}

test('between two documents the proxy is answered once it knows the next one', async () => {
  const fixture = new Fixture();
  await fixture.evaluate('mono_wasm_debugger_resume ()');
  fixture.report(cleared);
  const { id } = fixture.browserHeard.at(-1) ?? {};
  const error = { code: -32000, message: 'Inspected target navigated or closed' };
  fixture.report({ id, error, sessionId: 'A' });
  await turn();
  assert.equal(fixture.answered, undefined);
  fixture.report({ ...created, params: { context: { ...created.params.context, auxData: {} } } });
  await turn();
  assert.equal(fixture.answered, undefined, 'not the document of the page');
  fixture.report(created);
  await turn();
  assert.deepEqual(fixture.answered, { result: { type: 'undefined' } });
  assert.deepEqual(fixture.debuggerHeard.at(-1)?.id, 1, 'after the report of the document');
});
