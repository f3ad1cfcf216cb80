import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameworkScripts } from '../../../../../src/wasm/debugProxy/relay/frameworkScripts.ts';
import { blackboxingHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/blackboxing.ts';
import { justMyCodeHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/justMyCode.ts';
import { networkHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/network.ts';
import { scriptsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/scripts.ts';
import { silentEvaluationsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/silentEvaluations.ts';
import { sourceMapPausesHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/sourceMapPauses.ts';
import { trackedScriptsHandler } from '../../../../../src/wasm/debugProxy/relay/proxyHandlers.ts';
import { PipelineFixture } from '../pipelineFixture.ts';
import { frames, paused, scripts } from './recorded.ts';

test('the browser is not asked to report network traffic, and its other commands pass', () => {
  const fixture = new PipelineFixture(networkHandler());
  fixture.command({ id: 1, method: 'Network.enable', params: {}, sessionId: 'A' });
  fixture.command({ id: 2, method: 'Network.setCacheDisabled', params: {}, sessionId: 'A' });
  assert.deepEqual(fixture.debuggerHeard, [{ id: 1, result: {}, sessionId: 'A' }]);
  assert.deepEqual(
    fixture.browserHeard.map(({ id }) => id),
    [2],
  );
});

test("the proxy's evaluations don't pause the page, unless they run C#", () => {
  const fixture = new PipelineFixture(silentEvaluationsHandler());
  const runtime = 'getDotnetRuntime(0).INTERNAL';
  const end = '//# sourceURL=cdp://debug/eval.cdp';
  const expressions = [
    `${runtime}.mono_wasm_runtime_is_ready ${end}`,
    `${runtime}.mono_wasm_send_dbg_command (3, 1, 8,'AAAA') ${end}`,
    `${runtime}.mono_wasm_send_dbg_command (4, 1, 7,'AAAA') ${end}`,
    'document.title',
  ];
  for (const [id, expression] of expressions.entries()) {
    const params = { expression, silent: false, returnByValue: true };
    fixture.command({ id, method: 'Runtime.evaluate', params, sessionId: 'A' });
  }
  assert.deepEqual(
    fixture.browserHeard.map(({ params }) => params),
    [true, true, false, false].map((silent, index) => {
      return { expression: expressions[index], silent, returnByValue: true };
    }),
  );
});

for (const isOn of [true, false]) {
  test(`the first page tells the proxy once that Just My Code is ${isOn ? 'on' : 'off'}`, () => {
    const fixture = new PipelineFixture(justMyCodeHandler(isOn));
    fixture.attach('S', 'service_worker');
    fixture.attach('A');
    fixture.attach('B');
    const told = fixture.browserHeard.map(({ method, params, sessionId }) => ({
      method,
      params,
      sessionId,
    }));
    const params = { JustMyCodeStepping: isOn };
    const method = 'DotnetDebugger.setDebuggerProperty';
    assert.deepEqual(told, [{ method, params, sessionId: 'A' }]);
  });
}

test("the user's skipFiles never include the scripts in which the runtime stops", () => {
  const known = new FrameworkScripts();
  const fixture = new PipelineFixture(scriptsHandler(known), blackboxingHandler(known));
  fixture.attach('A');
  fixture.report(scripts.runtime);
  fixture.debuggerHeard.length = 0;
  const sets = (id: number, patterns: readonly string[]) =>
    fixture.command({
      id,
      method: 'Debugger.setBlackboxPatterns',
      params: { patterns },
      sessionId: 'A',
    });
  const jquery = '^.*\\/jquery\\.js$';
  sets(1, [jquery]);
  sets(2, ['\\/_framework\\/', jquery, '(', '^https?:.*\\.js$']);
  const ranges = (id: number, scriptId: string) =>
    fixture.command({
      id,
      method: 'Debugger.setBlackboxedRanges',
      params: { scriptId, positions: [] },
      sessionId: 'A',
    });
  ranges(3, '182');
  ranges(4, '187');
  assert.deepEqual(
    fixture.browserHeard.map(({ id, params }) => [id, (params as { patterns?: unknown }).patterns]),
    [
      [1, [jquery]],
      [2, [jquery, '(']],
      [4, undefined],
    ],
  );
  assert.deepEqual(fixture.debuggerHeard, [{ id: 3, result: {}, sessionId: 'A' }]);
});

test('a pause for the source map of a .NET script is resumed, others are forwarded', () => {
  const known = new FrameworkScripts();
  const fixture = new PipelineFixture(scriptsHandler(known), sourceMapPausesHandler(known));
  fixture.attach('A');
  fixture.report(scripts.runtime);
  fixture.report(scripts.ofUser);
  fixture.debuggerHeard.length = 0;
  const instrumentation = (scriptId: string) =>
    paused([frames.runtime], { reason: 'instrumentation', data: { scriptId } });
  fixture.report(instrumentation('182'));
  assert.deepEqual(fixture.debuggerHeard, []);
  assert.deepEqual(
    fixture.browserHeard.map(({ method }) => method),
    ['Debugger.resume'],
  );
  fixture.report(instrumentation('187'));
  fixture.report(paused([frames.runtime]));
  assert.equal(fixture.debuggerHeard.length, 2);
});

test('the debug proxy receives all scripts except those of its own evaluations', () => {
  const known = new FrameworkScripts();
  const fixture = new PipelineFixture(trackedScriptsHandler(known));
  fixture.attach('A');
  for (const script of Object.values(scripts)) fixture.report(script);
  const { evaluation: _, ...others } = scripts;
  assert.deepEqual(fixture.debuggerHeard, Object.values(others));
});
