import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { assemblyLoadsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/assemblyLoads.ts';
import {
  holdFunction,
  loadMarker,
  pageScript,
  pageScriptUrl,
} from '../../../../../src/wasm/debugProxy/relay/assemblyLoadsScript.ts';
import { ManualClock } from '../../../../../tools/fixtures/time/manualClock.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'A';
const held = {
  method: 'Debugger.paused',
  params: { callFrames: [{ functionName: holdFunction }, { functionName: 'console.debug' }] },
  sessionId,
};
const done = {
  method: 'Runtime.consoleAPICalled',
  params: { type: 'debug', args: [{ type: 'string', value: loadMarker }], executionContextId: 1 },
  sessionId,
};

function open() {
  const clock = new ManualClock();
  const fixture = new PipelineFixture(assemblyLoadsHandler(clock));
  fixture.attach(sessionId);
  const injected = fixture.browserHeard.splice(0);
  const resumes = (): number =>
    fixture.browserHeard.filter(({ method }) => method === 'Debugger.resume').length;
  return { clock, injected, resumes, fixture };
}

test('pages get a script for this document and later ones, workers do not', () => {
  const { injected, fixture } = open();
  assert.deepEqual(
    injected.map(({ method }) => method),
    ['Page.addScriptToEvaluateOnNewDocument', 'Runtime.evaluate'],
  );
  fixture.attach('B', 'worker');
  assert.deepEqual(fixture.browserHeard, []);
});

for (const [title, reports] of [
  ['before', [held, done]],
  ['after', [done, held]],
] as const) {
  test(`a page that is paused ${title} the proxy is done resumes when both have arrived`, () => {
    const { resumes, fixture } = open();
    fixture.report(reports[0]);
    assert.equal(resumes(), 0);
    fixture.report(reports[1]);
    assert.equal(resumes(), 1);
    fixture.report(held);
    assert.equal(resumes(), 1);
    assert.deepEqual(fixture.debuggerHeard, []);
  });
}

test('a paused page resumes after a timeout, and the rest is discarded', () => {
  const { clock, resumes, fixture } = open();
  fixture.report(held);
  clock.advance(10_000);
  assert.equal(resumes(), 1);
  fixture.report(done);
  fixture.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId });
  fixture.report(held);
  assert.equal(resumes(), 1);
});

test('a page is paused for its next assembly although the proxy was late with the one before', () => {
  const { clock, resumes, fixture } = open();
  fixture.report(held);
  clock.advance(10_000);
  assert.equal(resumes(), 1);
  fixture.report(done);
  fixture.report(held);
  assert.equal(resumes(), 1);
  fixture.report(done);
  assert.equal(resumes(), 2);
});

test('other stops pass, and console messages lose the frames of the page script', () => {
  const { fixture } = open();
  const stop = { ...held, params: { callFrames: [{ functionName: 'greet' }] } };
  fixture.report(stop);
  const parsed = { scriptId: '3', url: pageScriptUrl };
  fixture.report({ method: 'Debugger.scriptParsed', params: parsed, sessionId });
  const message = (...scripts: readonly string[]) => ({
    method: 'Runtime.consoleAPICalled',
    params: {
      type: 'debug',
      args: [{ type: 'string', value: 'hello' }],
      stackTrace: { callFrames: scripts.map((scriptId) => ({ scriptId, lineNumber: 1 })) },
    },
    sessionId,
  });
  fixture.report(message('3', '9'));
  assert.deepEqual(fixture.debuggerHeard, [stop, message('9')]);
});

test('the page script asks the proxy to forward announcements, and does not change other messages', () => {
  const heard: unknown[][] = [];
  const console = { debug: (...values: unknown[]) => heard.push(values) };
  const page = { console, Reflect, Symbol, String };
  runInNewContext(pageScript, page);
  runInNewContext(pageScript, page);
  console.debug('hello', 1);
  console.debug(loadMarker, '{"eventName":"AssemblyLoaded"}', '{}');
  console.debug(loadMarker, '{"eventName":"Other"}', '{}');
  assert.deepEqual(heard, [
    ['hello', 1],
    [loadMarker, '{"eventName":"AssemblyLoaded"}', '{"trace":true}'],
    [loadMarker, '{"eventName":"Other"}', '{}'],
  ]);
});
