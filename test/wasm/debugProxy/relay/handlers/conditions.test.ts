// The responses are those of BrowserDebugHost 10.0.12 at a stop in Calc.Add of the sample client.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreakpointText } from '../../../../../src/wasm/debugProxy/conditions/breakpointTexts.ts';
import { conditionsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/conditions.ts';
import { wasmErrors } from '../../../../../src/wasm/errors.ts';
import { ManualClock } from '../../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const breakpointId = 'br:2:4:0:/Calc\\.cs($|\\?)';
const sessionId = 'S';

const frame = {
  callFrameId: 'dotnet:scope:1',
  functionName: 'Calc.Add',
  location: { scriptId: 'dotnet://200_0', lineNumber: 4, columnNumber: 8 },
  url: 'file:///app/BlazorApp/Calc.cs',
  scopeChain: [
    {
      type: 'local',
      object: { type: 'object', className: 'Object', objectId: 'dotnet:scope:1' },
      name: 'Calc.Add',
    },
  ],
};

const locals = {
  result: [
    {
      name: 'a',
      writable: true,
      value: { type: 'number', value: 2, description: '2', className: 'Int32' },
    },
    {
      name: 'name',
      writable: true,
      value: { type: 'string', value: 'tea', description: 'tea', objectId: 'dotnet:object:' },
    },
    {
      name: 'this',
      writable: false,
      value: { type: 'object', className: 'Shop', objectId: 'dotnet:object:7' },
    },
  ],
};

const members = {
  result: [
    {
      name: 'currentCount',
      value: { type: 'number', value: 2, description: '2', className: 'Int32' },
    },
  ],
};

const unknownName = {
  result: {
    type: 'object',
    subtype: 'error',
    description: 'The name nothing does not exist in the current context',
    className: 'ReferenceError',
  },
  exceptionDetails: { exception: { type: 'object', subtype: 'error' } },
};

/** A page, behind a pipeline, that has reached a conditional breakpoint or logpoint. */
class Stop {
  readonly failures: string[] = [];
  readonly clock = new ManualClock();
  readonly fixture: PipelineFixture;
  /** The debug proxy's responses for expressions that it has to compile. */
  compiled: object = { result: { type: 'boolean', value: false, className: 'System.Boolean' } };
  text: BreakpointText | undefined;

  constructor(text?: BreakpointText) {
    this.text = text;
    const texts = {
      at: (path: string, line: number) =>
        path === '/app/BlazorApp/Calc.cs' && line === 5 ? this.text : undefined,
      failed: (path: string, line: number, message: string) =>
        void this.failures.push(`${path}:${line} ${message}`),
    };
    this.fixture = new PipelineFixture(conditionsHandler(texts, this.clock));
    this.fixture.attach(sessionId);
    this.command('Debugger.setBreakpointByUrl', { urlRegex: '/Calc', lineNumber: 4 });
    this.fixture.answer({ breakpointId, locations: [] });
    this.fixture.debuggerHeard.length = 0;
    this.fixture.browserHeard.length = 0;
  }

  command(method: string, params: object = {}): void {
    this.fixture.command({ id: 1, method, params, sessionId });
  }

  /** Reaches the breakpoint, and responds to the relay until it has decided. */
  async hit(hitBreakpoints: readonly string[] = [breakpointId]): Promise<void> {
    const params = { reason: 'other', callFrames: [frame], hitBreakpoints };
    this.fixture.report({ method: 'Debugger.paused', params, sessionId });
    for (let answered = 0; ;) {
      await turn();
      const next = this.fixture.browserHeard[answered++];
      if (next === undefined) return;
      const result = this.#answerTo(next);
      if (result !== undefined) this.fixture.report({ id: next.id, result, sessionId });
    }
  }

  #answerTo({ method, params }: Record<string, unknown>): object | undefined {
    if (method === 'Debugger.evaluateOnCallFrame') return this.compiled;
    if (method !== 'Runtime.getProperties') return undefined;
    return (params as { objectId: string }).objectId === 'dotnet:scope:1' ? locals : members;
  }

  get methods(): readonly unknown[] {
    return this.fixture.browserHeard.map(({ method }) => method);
  }

  /** What the debugger received: `Debugger.paused` if the page is paused. */
  get heard(): readonly unknown[] {
    return this.fixture.debuggerHeard.map(({ method }) => method);
  }
}

/** How a stop reports that its breakpoint failed. */
function failureOf({ message }: Error): string {
  return `/app/BlazorApp/Calc.cs:5 ${message}`;
}

test('a false condition resumes the page without reporting the stop', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.hit();
  assert.deepEqual(stop.heard, []);
  assert.deepEqual(stop.methods, ['Runtime.getProperties', 'Debugger.resume']);
});

test('a condition that is not evaluated in time stops, and does not resume later', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  const params = { reason: 'other', callFrames: [frame], hitBreakpoints: [breakpointId] };
  stop.fixture.report({ method: 'Debugger.paused', params, sessionId });
  await turn();
  stop.clock.advance(8_000);
  await turn();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.match(
    stop.failures.join(),
    /Calc\.cs:5 The page did not answer within 8 seconds, so it stops here\. Continue/,
  );
  stop.fixture.answer(locals);
  await turn();
  assert.deepEqual(stop.methods, ['Runtime.getProperties']);
});

test('a log message that is not ready in time stops, and is not written later', async () => {
  const stop = new Stop({ logMessage: '{a}' });
  const params = { reason: 'other', callFrames: [frame], hitBreakpoints: [breakpointId] };
  stop.fixture.report({ method: 'Debugger.paused', params, sessionId });
  await turn();
  stop.clock.advance(8_000);
  await turn();
  stop.fixture.answer(locals);
  await turn();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.equal(stop.failures.length, 1, stop.failures.join());
});

test('a condition that fails after its timeout is only reported as late', async () => {
  const stop = new Stop({ condition: 'nothing == 1' });
  const params = { reason: 'other', callFrames: [frame], hitBreakpoints: [breakpointId] };
  stop.fixture.report({ method: 'Debugger.paused', params, sessionId });
  await turn();
  stop.clock.advance(8_000);
  for (let answers = 0; answers < 3; answers++) {
    await turn();
    const asked = stop.methods.at(-1);
    stop.fixture.answer(asked === 'Runtime.getProperties' ? locals : unknownName);
  }
  await turn();
  assert.equal(stop.failures.length, 1, stop.failures.join());
});

test('a true condition stops', async () => {
  const stop = new Stop({ condition: 'a == 2 && name is "tea"' });
  await stop.hit();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.deepEqual(stop.methods, ['Runtime.getProperties']);
});

test('other names are members of this', async () => {
  const stop = new Stop({ condition: 'currentCount == 2' });
  await stop.hit();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.deepEqual(stop.methods, ['Runtime.getProperties', 'Runtime.getProperties']);
});

test('complex expressions are evaluated by the debug proxy', async () => {
  const stop = new Stop({ condition: 'name.Length == 4' });
  await stop.hit();
  assert.deepEqual(stop.heard, []);
  assert.deepEqual(stop.methods, ['Debugger.evaluateOnCallFrame', 'Debugger.resume']);
});

test('a changed condition applies immediately', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.hit();
  stop.text = { condition: 'a == 2' };
  stop.fixture.browserHeard.length = 0;
  await stop.hit();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
});

test("a condition that can't be evaluated stops and reports .NET's message", async () => {
  const stop = new Stop({ condition: 'nothing == 1' });
  stop.compiled = unknownName;
  await stop.hit();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  const reason = 'The name nothing does not exist in the current context';
  assert.deepEqual(stop.failures, [
    failureOf(wasmErrors.ExpressionFailed({ expression: 'nothing == 1', reason })),
  ]);
  assert.match(stop.failures.join(), / nothing == 1: The name nothing .* context\. Correct /);
});

test('a condition that is not a bool stops and reports that', async () => {
  const stop = new Stop({ condition: 'a + 1' });
  await stop.hit();
  assert.deepEqual(stop.failures, [failureOf(wasmErrors.ConditionNotBool({ condition: 'a + 1' }))]);
});

test('a log message is written with its location, and does not stop', async () => {
  const stop = new Stop({ logMessage: 'a={a:D3}, {name} {{a}}' });
  await stop.hit();
  assert.deepEqual(stop.heard, ['Runtime.consoleAPICalled']);
  const { params } = stop.fixture.debuggerHeard[0] as { params: Record<string, unknown> };
  assert.deepEqual(params['args'], [{ type: 'string', value: 'a=002, tea {a}' }]);
  assert.deepEqual(params['stackTrace'], {
    callFrames: [
      {
        functionName: 'Calc.Add',
        scriptId: 'dotnet://200_0',
        url: 'file:///app/BlazorApp/Calc.cs',
        lineNumber: 4,
        columnNumber: 8,
      },
    ],
  });
  assert.equal(stop.methods.at(-1), 'Debugger.resume');
});

test('a log message can have a condition and a hit count', async () => {
  const stop = new Stop({ logMessage: 'second', condition: 'a == 2', hitCondition: '2' });
  for (let hits = 0; hits < 3; hits++) {
    stop.fixture.browserHeard.length = 0;
    await stop.hit();
  }
  assert.deepEqual(stop.heard, ['Runtime.consoleAPICalled']);
});

test('a changed hit count starts from one, and an invalid one is reported', async () => {
  const stop = new Stop({ logMessage: 'second', hitCondition: '3' });
  const hit = async (): Promise<void> => {
    stop.fixture.browserHeard.length = 0;
    await stop.hit();
  };
  for (let hits = 0; hits < 2; hits++) await hit();
  stop.text = { logMessage: 'second', hitCondition: '% 2' };
  await hit();
  assert.deepEqual(stop.heard, []);
  await hit();
  assert.deepEqual(stop.heard, ['Runtime.consoleAPICalled']);
  stop.text = { logMessage: 'second', hitCondition: 'often' };
  await hit();
  assert.deepEqual(stop.failures, [
    failureOf(wasmErrors.HitCountInvalid({ hitCondition: 'often' })),
  ]);
});

test('a log message with an unknown format reports that and does not stop', async () => {
  const stop = new Stop({ logMessage: '{a:Q}' });
  await stop.hit();
  assert.deepEqual(stop.heard, []);
  assert.deepEqual(stop.failures, [
    failureOf(wasmErrors.LogFormatUnknown({ expression: 'a', format: 'Q' })),
  ]);
});

test("a log message that can't be evaluated reports that and does not stop", async () => {
  const stop = new Stop({ logMessage: '{nothing}' });
  stop.compiled = unknownName;
  await stop.hit();
  assert.deepEqual(stop.heard, []);
  assert.equal(stop.failures.length, 1);
});

test('a plain breakpoint stops, also beside a conditional one', async () => {
  const plain = new Stop();
  await plain.hit();
  assert.deepEqual(plain.heard, ['Debugger.paused']);
  const beside = new Stop({ condition: 'a == 3' });
  await beside.hit([breakpointId, 'br:3:4:0:/Calc']);
  assert.deepEqual(beside.heard, ['Debugger.paused']);
  assert.deepEqual(beside.methods, []);
});

test('evaluations in the page wait while the debugger does not know of a stop', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.hit();
  stop.command('Runtime.evaluate', { expression: '1' });
  await turn();
  assert.equal(stop.methods.at(-1), 'Debugger.resume');
  stop.fixture.answer({});
  await turn();
  assert.equal(stop.methods.at(-1), 'Runtime.evaluate');
});

test('a step stops at a breakpoint whose condition is false', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  stop.command('Debugger.stepOver');
  stop.fixture.browserHeard.length = 0;
  await stop.hit();
  assert.deepEqual(stop.heard, ['Debugger.paused']);
});

test('a stop without a breakpoint is forwarded', async () => {
  const stop = new Stop({ condition: 'a == 3' });
  await stop.hit([]);
  assert.deepEqual(stop.heard, ['Debugger.paused']);
  assert.deepEqual(stop.methods, []);
});
