import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameworkScripts } from '../../../../../src/wasm/debugProxy/relay/frameworkScripts.ts';
import { scriptsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/scripts.ts';
import { stacksHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/stacks.ts';
import { PipelineFixture } from '../pipelineFixture.ts';
import { frames, paused, scripts } from './recorded.ts';

function open(): PipelineFixture {
  const known = new FrameworkScripts();
  const fixture = new PipelineFixture(scriptsHandler(known), stacksHandler(known));
  fixture.attach('A');
  for (const script of Object.values(scripts)) fixture.report(script);
  fixture.debuggerHeard.length = 0;
  return fixture;
}

interface Shown {
  readonly callFrames: readonly { readonly functionName: string; readonly callFrameId: string }[];
  readonly asyncStackTrace?: unknown;
}

function stop(fixture: PipelineFixture, message: object): Shown {
  fixture.report(message);
  return fixture.debuggerHeard.at(-1)?.['params'] as Shown;
}

const { blazor, compiled, greet, handler, invoke, runtime, wasm } = frames;
const external = 'External Code';

const stacks: readonly (readonly [title: string, is: readonly object[], shown: string[]])[] = [
  ['a handler', [handler, invoke, runtime, blazor], [handler.functionName, external]],
  [
    'JavaScript that C# called',
    [greet, blazor, runtime, wasm, compiled, invoke, blazor],
    [greet.functionName, external],
  ],
  [
    'JavaScript on both sides',
    [greet, blazor, wasm, runtime, greet],
    [greet.functionName, external, greet.functionName],
  ],
  ['C# without a caller', [handler], [handler.functionName]],
  ['JavaScript alone', [greet, greet], [greet.functionName, greet.functionName]],
  ['a script of Blazor', [blazor, runtime, blazor], [blazor.functionName, external]],
  ['the runtime', [wasm, compiled, runtime, blazor], [external]],
];

for (const [title, is, shown] of stacks) {
  test(`a stop in ${title} shows: ${shown.join(', ')}`, () => {
    const { callFrames } = stop(open(), paused(is));
    assert.deepEqual(
      callFrames.map(({ functionName }) => functionName),
      shown,
    );
  });
}

test('other properties of a stop are kept', () => {
  const hit = { hitBreakpoints: ['br:2:15:0:x'], data: { uncaught: true }, reason: 'exception' };
  const { callFrames: _, ...rest } = stop(open(), paused([handler], hit)) as unknown as object & {
    callFrames: unknown;
  };
  assert.deepEqual(rest, hit);
});

test('asynchronous calls are shown without those of .NET and Blazor', () => {
  const call = (functionName: string, scriptId: string, url = '') => ({
    functionName,
    scriptId,
    url,
  });
  const asyncStackTrace = {
    description: 'await',
    callFrames: [call('kn', '182'), call('load', '500', scripts.blazor.params.url)],
    parent: {
      description: 'setTimeout',
      callFrames: [call('later', '187'), call('wasm', '184')],
      parent: { description: 'await', callFrames: [call('onGlobalEvent', '175')] },
    },
  };
  const shown = stop(open(), paused([greet], { asyncStackTrace }));
  assert.deepEqual(shown.asyncStackTrace, {
    description: 'setTimeout',
    callFrames: [call('later', '187')],
  });
});

test('nothing is evaluated in external code', () => {
  const fixture = open();
  const { callFrames } = stop(fixture, paused([handler, runtime]));
  const ask = (id: number, callFrameId: string | undefined) =>
    fixture.command({
      id,
      method: 'Debugger.evaluateOnCallFrame',
      params: { callFrameId, expression: 'a' },
      sessionId: 'A',
    });
  ask(1, callFrames[1]?.callFrameId);
  ask(2, callFrames[0]?.callFrameId);
  assert.match(JSON.stringify(fixture.debuggerHeard.at(-1)), /External code has no variables/);
  assert.deepEqual(
    fixture.browserHeard.map(({ id }) => id),
    [2],
  );
});
