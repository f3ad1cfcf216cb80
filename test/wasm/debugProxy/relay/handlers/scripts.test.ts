import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FrameworkScripts,
  frameworkScriptId,
  frameworkUrl,
} from '../../../../../src/wasm/debugProxy/relay/frameworkScripts.ts';
import { scriptsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/scripts.ts';
import { PipelineFixture } from '../pipelineFixture.ts';
import { cleared, scripts } from './recorded.ts';

function open(): PipelineFixture {
  const fixture = new PipelineFixture(scriptsHandler(new FrameworkScripts()));
  fixture.attach('A');
  return fixture;
}

for (const name of ['wasm', 'compiled', 'evaluation'] as const) {
  test(`hides the script ${scripts[name].params.url}`, () => {
    const fixture = open();
    fixture.report(scripts[name]);
    assert.deepEqual(fixture.debuggerHeard, []);
  });
}

for (const name of ['anonymous', 'ofUser', 'wasmOfUser', 'csharp'] as const) {
  test(`keeps the script '${scripts[name].params.url}'`, () => {
    const fixture = open();
    const data = fixture.report(scripts[name]);
    assert.deepEqual([...fixture.untouched].at(-1), data);
  });
}

test('announces one script for all of .NET and Blazor, without source maps', () => {
  const fixture = open();
  fixture.report(scripts.runtime);
  fixture.report(scripts.blazor);
  const heard = fixture.debuggerHeard.map(({ params }) => {
    const { scriptId, sourceMapURL, url } = params as Record<string, unknown>;
    return { scriptId, sourceMapURL, url };
  });
  assert.deepEqual(heard, [
    { scriptId: frameworkScriptId, sourceMapURL: '', url: frameworkUrl },
    { scriptId: '182', sourceMapURL: '', url: scripts.runtime.params.url },
    { scriptId: '175', sourceMapURL: '', url: scripts.blazor.params.url },
  ]);
});

test('announces it again after a navigation', () => {
  const fixture = open();
  fixture.report(scripts.runtime);
  fixture.report(cleared);
  fixture.report(scripts.blazor);
  const ids = fixture.debuggerHeard.map(({ params }) => (params as { scriptId?: string }).scriptId);
  assert.deepEqual(ids, [frameworkScriptId, '182', undefined, frameworkScriptId, '175']);
});

test('returns a text for that script, and asks the browser for others', () => {
  const fixture = open();
  const ask = (id: number, scriptId: string) =>
    fixture.command({
      id,
      method: 'Debugger.getScriptSource',
      params: { scriptId },
      sessionId: 'A',
    });
  ask(1, frameworkScriptId);
  ask(2, '187');
  const [answer] = fixture.debuggerHeard;
  const result = answer?.['result'] as { scriptSource: string } | undefined;
  assert.match(result?.scriptSource ?? '', /\.NET and Blazor/);
  assert.deepEqual(
    fixture.browserHeard.map(({ id }) => id),
    [2],
  );
});
