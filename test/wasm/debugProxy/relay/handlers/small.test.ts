import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameworkScripts } from '../../../../../src/wasm/debugProxy/relay/frameworkScripts.ts';
import { blackboxingHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/blackboxing.ts';
import { justMyCodeHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/justMyCode.ts';
import { networkHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/network.ts';
import { scriptsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/scripts.ts';
import { sourceMapPausesHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/sourceMapPauses.ts';
import { trackedScriptsHandler } from '../../../../../src/wasm/debugProxy/relay/proxyHandlers.ts';
import { PipelineRoom } from '../pipelineRoom.ts';
import { frames, paused, scripts } from './recorded.ts';

test('the browser is not asked to report network traffic, and other questions about it pass', () => {
  const room = new PipelineRoom(networkHandler());
  room.command({ id: 1, method: 'Network.enable', params: {}, sessionId: 'A' });
  room.command({ id: 2, method: 'Network.setCacheDisabled', params: {}, sessionId: 'A' });
  assert.deepEqual(room.debuggerHeard, [{ id: 1, result: {}, sessionId: 'A' }]);
  assert.deepEqual(
    room.browserHeard.map(({ id }) => id),
    [2],
  );
});

for (const isOn of [true, false]) {
  test(`the first page tells the proxy once that Just My Code is ${isOn ? 'on' : 'off'}`, () => {
    const room = new PipelineRoom(justMyCodeHandler(isOn));
    room.attach('S', 'service_worker');
    room.attach('A');
    room.attach('B');
    const told = room.browserHeard.map(({ method, params, sessionId }) => ({
      method,
      params,
      sessionId,
    }));
    const params = { JustMyCodeStepping: isOn };
    const method = 'DotnetDebugger.setDebuggerProperty';
    assert.deepEqual(told, [{ method, params, sessionId: 'A' }]);
  });
}

test('skipFiles of the user never reach the scripts in which the runtime stops', () => {
  const known = new FrameworkScripts();
  const room = new PipelineRoom(scriptsHandler(known), blackboxingHandler(known));
  room.attach('A');
  room.report(scripts.runtime);
  room.debuggerHeard.length = 0;
  const sets = (id: number, patterns: readonly string[]) =>
    room.command({
      id,
      method: 'Debugger.setBlackboxPatterns',
      params: { patterns },
      sessionId: 'A',
    });
  const jquery = '^.*\\/jquery\\.js$';
  sets(1, [jquery]);
  sets(2, ['\\/_framework\\/', jquery, '(', '^https?:.*\\.js$']);
  const ranges = (id: number, scriptId: string) =>
    room.command({
      id,
      method: 'Debugger.setBlackboxedRanges',
      params: { scriptId, positions: [] },
      sessionId: 'A',
    });
  ranges(3, '182');
  ranges(4, '187');
  assert.deepEqual(
    room.browserHeard.map(({ id, params }) => [id, (params as { patterns?: unknown }).patterns]),
    [
      [1, [jquery]],
      [2, [jquery, '(']],
      [4, undefined],
    ],
  );
  assert.deepEqual(room.debuggerHeard, [{ id: 3, result: {}, sessionId: 'A' }]);
});

test('a pause for the source map of a .NET script is resumed, others are forwarded', () => {
  const known = new FrameworkScripts();
  const room = new PipelineRoom(scriptsHandler(known), sourceMapPausesHandler(known));
  room.attach('A');
  room.report(scripts.runtime);
  room.report(scripts.ofUser);
  room.debuggerHeard.length = 0;
  const instrumentation = (scriptId: string) =>
    paused([frames.runtime], { reason: 'instrumentation', data: { scriptId } });
  room.report(instrumentation('182'));
  assert.deepEqual(room.debuggerHeard, []);
  assert.deepEqual(
    room.browserHeard.map(({ method }) => method),
    ['Debugger.resume'],
  );
  room.report(instrumentation('187'));
  room.report(paused([frames.runtime]));
  assert.equal(room.debuggerHeard.length, 2);
});

test('the debug proxy receives all scripts except those of its own evaluations', () => {
  const known = new FrameworkScripts();
  const room = new PipelineRoom(trackedScriptsHandler(known));
  room.attach('A');
  for (const script of Object.values(scripts)) room.report(script);
  const { evaluation: _, ...others } = scripts;
  assert.deepEqual(room.debuggerHeard, Object.values(others));
});
