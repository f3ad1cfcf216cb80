import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { assemblyLoadsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/assemblyLoads.ts';
import {
  holdFunction,
  loadMarker,
  pageScript,
  pageScriptUrl,
} from '../../../../../src/wasm/debugProxy/relay/handlers/assemblyLoadsScript.ts';
import { ManualClock } from '../../../../support/manualClock.ts';
import { PipelineRoom } from '../pipelineRoom.ts';

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
  const room = new PipelineRoom(assemblyLoadsHandler(clock));
  room.attach(sessionId);
  const injected = room.browserHeard.splice(0);
  const resumes = (): number =>
    room.browserHeard.filter(({ method }) => method === 'Debugger.resume').length;
  return { clock, injected, resumes, room };
}

test('pages get a script for this document and for those to come, workers do not', () => {
  const { injected, room } = open();
  assert.deepEqual(
    injected.map(({ method }) => method),
    ['Page.addScriptToEvaluateOnNewDocument', 'Runtime.evaluate'],
  );
  room.attach('B', 'worker');
  assert.deepEqual(room.browserHeard, []);
});

for (const [title, reports] of [
  ['before', [held, done]],
  ['after', [done, held]],
] as const) {
  test(`a page that is held ${title} the proxy is done goes on when both are there`, () => {
    const { resumes, room } = open();
    room.report(reports[0]);
    assert.equal(resumes(), 0);
    room.report(reports[1]);
    assert.equal(resumes(), 1);
    room.report(held);
    assert.equal(resumes(), 1);
    assert.deepEqual(room.debuggerHeard, []);
  });
}

test('a page is not held for ever, and what was left is forgotten', () => {
  const { clock, resumes, room } = open();
  room.report(held);
  clock.advance(10_000);
  assert.equal(resumes(), 1);
  room.report(done);
  room.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId });
  room.report(held);
  assert.equal(resumes(), 1);
});

test('a page is held for its next assembly although the proxy was late with the one before', () => {
  const { clock, resumes, room } = open();
  room.report(held);
  clock.advance(10_000);
  assert.equal(resumes(), 1);
  room.report(done);
  room.report(held);
  assert.equal(resumes(), 1);
  room.report(done);
  assert.equal(resumes(), 2);
});

test('other stops pass, and console messages without the frames of the page script', () => {
  const { room } = open();
  const stop = { ...held, params: { callFrames: [{ functionName: 'greet' }] } };
  room.report(stop);
  const parsed = { scriptId: '3', url: pageScriptUrl };
  room.report({ method: 'Debugger.scriptParsed', params: parsed, sessionId });
  const message = (...scripts: readonly string[]) => ({
    method: 'Runtime.consoleAPICalled',
    params: {
      type: 'debug',
      args: [{ type: 'string', value: 'hello' }],
      stackTrace: { callFrames: scripts.map((scriptId) => ({ scriptId, lineNumber: 1 })) },
    },
    sessionId,
  });
  room.report(message('3', '9'));
  assert.deepEqual(room.debuggerHeard, [stop, message('9')]);
});

test('the page script asks the proxy to pass announcements on, and leaves other messages alone', () => {
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
