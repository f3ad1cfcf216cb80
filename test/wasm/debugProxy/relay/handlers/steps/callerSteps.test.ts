import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxyHandlers } from '../../../../../../src/wasm/debugProxy/relay/proxyHandlers.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { cleared, frames, paused, scripts } from '../recorded.ts';

const { blazor, greet, invoke, runtime, wasm } = frames;
const agent = {
  ...runtime,
  functionName: 'mono_wasm_fire_debugger_agent_message_with_data_to_pause',
};
const start = { scriptId: '187', lineNumber: 1, columnNumber: 24 };
const caller = { ...greet, functionLocation: start };
const locations = [2, 3].map((lineNumber) => ({ scriptId: '187', lineNumber, columnNumber: 2 }));
const set = locations.map(({ lineNumber }) => `4:${lineNumber}:2:187`);
const removed = set.map((breakpointId) => ['Debugger.removeBreakpoint', { breakpointId }]);

/** The relay behind a debug proxy, with a page that has stopped in C#. */
class Fixture extends PipelineFixture {
  #answered = 0;
  #toEnd: number | undefined;
  readonly #places: readonly object[];

  constructor(callers: readonly object[], places: readonly object[] = locations) {
    super(...proxyHandlers(() => Promise.resolve(undefined)));
    this.#places = places;
    this.attach('A');
    for (const script of Object.values(scripts)) this.report(script);
    this.report(paused([agent, wasm, invoke, runtime, blazor, ...callers]));
    this.debuggerHeard.length = 0;
  }

  /** The debugger steps, and the proxy leaves a step out to the browser; returns what that does. */
  async stepOut(kind: 'step' | 'stepOut' = 'stepOut'): Promise<unknown[]> {
    this.command({ id: 2, method: 'IdeSession.stepKind', params: { kind }, sessionId: 'A' });
    this.command({ id: 1, method: 'Debugger.stepOut', params: {}, sessionId: 'A' });
    return await this.settle();
  }

  /** The browser pauses; returns what the proxy is told of it, and what the browser is told. */
  async pause(callFrames: readonly object[], more: object = {}): Promise<[unknown, unknown[]]> {
    const heard = this.debuggerHeard.length;
    this.report(paused(callFrames, more));
    const told = await this.settle();
    const event = this.debuggerHeard
      .slice(heard)
      .find(({ method }) => method === 'Debugger.paused');
    return [event?.['params'], told];
  }

  /** The page has run its code to the end; returns what the browser is told of it. */
  async reachEnd(): Promise<unknown[]> {
    this.report({ id: this.#toEnd, result: {}, sessionId: 'A' });
    return await this.settle();
  }

  /** Answers all commands for the browser but those that wait for the end, and returns them. */
  async settle(): Promise<unknown[]> {
    const told: unknown[] = [];
    await turn();
    for (; this.#answered < this.browserHeard.length; this.#answered++) {
      const { id, method, params } = this.browserHeard[this.#answered] ?? {};
      const { location } = (params ?? {}) as { location?: { lineNumber: number } };
      if (method === 'Runtime.releaseObjectGroup') {
        this.#toEnd = id;
        continue;
      }
      const places =
        method === 'Debugger.getPossibleBreakpoints' ? { locations: this.#places } : {};
      const result = location ? { breakpointId: `4:${location.lineNumber}:2:187` } : places;
      told.push(method === 'Debugger.removeBreakpoint' ? [method, params] : method);
      this.report({ id, result, sessionId: 'A' });
      await turn();
    }
    return told;
  }
}

const prepared = [
  'Runtime.evaluate',
  'Debugger.getPossibleBreakpoints',
  'Debugger.setBreakpoint',
  'Debugger.setBreakpoint',
  'Debugger.resume',
];

test('a step out of C# stops in the function of the user that has called it', async () => {
  const fixture = new Fixture([caller]);
  assert.deepEqual(await fixture.stepOut(), prepared);
  assert.deepEqual(
    fixture.debuggerHeard.find(({ id }) => id === 1),
    { id: 1, result: {}, sessionId: 'A' },
  );
  const search = { start, restrictToFunction: true };
  assert.deepEqual(fixture.browserHeard[1]?.['params'], search);
  const [event, told] = await fixture.pause([caller], { hitBreakpoints: [set[1]] });
  const { hitBreakpoints, reason } = event as { hitBreakpoints: string[]; reason: string };
  assert.deepEqual({ hitBreakpoints, reason }, { hitBreakpoints: [], reason: 'step' });
  assert.deepEqual(told, removed);
  assert.ok(fixture.debuggerHeard.some(({ method }) => method === 'IdeSession.leftCSharp'));
});

test('a breakpoint before the return is a stop of its own', async () => {
  const fixture = new Fixture([caller]);
  await fixture.stepOut();
  const hitBreakpoints = ['1:2:0:x'];
  const [event, told] = await fixture.pause([greet], { hitBreakpoints });
  assert.deepEqual((event as { hitBreakpoints: string[] }).hitBreakpoints, hitBreakpoints);
  assert.deepEqual(told, removed);
});

test('a step out of C# that no code of the user has called is left to the browser', async () => {
  const fixture = new Fixture([]);
  const [first] = await fixture.stepOut();
  assert.equal(first, 'Debugger.stepOut');
});

test('a step over the end of a method that the user has called is left to the browser', async () => {
  const fixture = new Fixture([caller]);
  const [first] = await fixture.stepOut('step');
  assert.equal(first, 'Debugger.stepOut');
});

test('a step out into a function without places to stop is left to the browser', async () => {
  const fixture = new Fixture([caller], []);
  const told = await fixture.stepOut();
  assert.equal(told.at(-1), 'Debugger.stepOut');
  assert.ok(!told.includes('Debugger.resume'));
});

test('a step out ends with the code of the page if that does not stop', async () => {
  const fixture = new Fixture([caller]);
  await fixture.stepOut();
  const left = () =>
    fixture.debuggerHeard.filter(({ method }) => method === 'IdeSession.leftCSharp').length;
  assert.equal(left(), 0);
  assert.deepEqual(await fixture.reachEnd(), removed);
  assert.equal(left(), 1);
});

test('a step out that has stopped does not end again', async () => {
  const fixture = new Fixture([caller]);
  await fixture.stepOut();
  await fixture.pause([caller], { hitBreakpoints: [set[0]] });
  fixture.debuggerHeard.length = 0;
  assert.deepEqual(await fixture.reachEnd(), []);
  assert.deepEqual(fixture.debuggerHeard, []);
});

test('a page that was left has no breakpoints', async () => {
  const fixture = new Fixture([caller]);
  await fixture.stepOut();
  fixture.report(cleared);
  await fixture.settle();
  const [, told] = await fixture.pause([greet]);
  assert.deepEqual(told, []);
});
