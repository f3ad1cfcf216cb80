import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { proxyHandlers } from '../../../../../../src/wasm/debugProxy/relay/proxyHandlers.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { cleared, frames, paused, scripts } from '../recorded.ts';

const { compiled, greet, runtime, wasm } = frames;
const agent = {
  ...runtime,
  functionName: 'mono_wasm_fire_debugger_agent_message_with_data_to_pause',
  functionLocation: { scriptId: '182', lineNumber: 2, columnNumber: 20 },
};
/** The runtime of .NET 9 and 10, shortened to the functions that call what C# imports. */
const source =
  'function(e,t){n||mt(!1,`Bound function handle expected ${e}`),n(t=oe(t,0))},function(e,t){const n=sr[e];n||mt(!1,`Imported function handle expected ${e}`),n(t)}';
const calls = ['n(t=oe(t,0))', 'n(t)'].map((call) => ({
  scriptId: '182',
  lineNumber: 3,
  columnNumber: source.indexOf(call),
}));
const [evaluate, setBreakpoint, resume] = [
  'Runtime.evaluate',
  'Debugger.setBreakpoint',
  'Debugger.resume',
];
/** The page is prepared for the next call, and resumed. */
const prepared = [evaluate, setBreakpoint, setBreakpoint, resume];
const framework = ['182', '181', '184', '190', '175'];
const skip = framework.map(() => 'Debugger.setBlackboxedRanges');
const removed = ['Debugger.removeBreakpoint', 'Debugger.removeBreakpoint'];

/** The relay behind a debug proxy, with a page that has stopped in C#. */
class Fixture extends PipelineFixture {
  #id = 0;
  #answered = 0;
  readonly #found: object;

  constructor(found: object = { result: [{ lineNumber: 3, lineContent: source }] }) {
    super(...proxyHandlers(() => Promise.resolve(undefined)));
    this.#found = found;
    this.attach('A');
    for (const script of Object.values(scripts)) this.report(script);
    this.report(paused([agent, wasm]));
    this.debuggerHeard.length = 0;
  }

  /** The relay in front of the proxy says how the page is resumed, and the proxy resumes it. */
  async resume(kind?: 'run' | 'step' | 'stepInto'): Promise<void> {
    const send = (method: string, params: object): void =>
      void this.command({ id: ++this.#id, method, params, sessionId: 'A' });
    if (kind !== undefined) send('IdeSession.stepKind', { kind });
    await this.settle();
    send(resume, {});
    await this.settle();
  }

  /** Answers all commands of the relay. */
  async settle(): Promise<void> {
    await turn();
    for (; this.#answered < this.browserHeard.length; this.#answered++) {
      const { id, method, params } = this.browserHeard[this.#answered] ?? {};
      const { location } = (params ?? {}) as { location?: { columnNumber: number } };
      const result = method === 'Debugger.searchInContent' ? this.#found : {};
      const set = location && { breakpointId: `4:3:${location.columnNumber}:182` };
      this.report({ id, result: set ?? result, sessionId: 'A' });
      await turn();
    }
  }

  /** The browser pauses; returns whether the proxy is told, and what the browser was told. */
  async pause(callFrames: readonly object[], more: object = {}): Promise<[boolean, unknown[]]> {
    const [heard, told] = [this.debuggerHeard.length, this.browserHeard.length];
    this.report(paused(callFrames, more));
    await this.settle();
    const isTold = this.debuggerHeard
      .slice(heard)
      .some(({ method }) => method === 'Debugger.paused');
    return [isTold, this.browserHeard.slice(told).map(({ method }) => method)];
  }

  /** The runtime calls what C# imports. */
  call(): Promise<[boolean, unknown[]]> {
    return this.pause([importing, wasm], { hitBreakpoints: [`4:3:${calls[1]?.columnNumber}:182`] });
  }

  methods(): unknown[] {
    return this.browserHeard.map(({ method }) => method);
  }
}

const importing = {
  ...runtime,
  functionLocation: { scriptId: '182', lineNumber: 3, columnNumber: 80 },
};

test('the page runs to the next call of JavaScript after a step into a call', async () => {
  const fixture = new Fixture();
  await fixture.resume('stepInto');
  const heard = ['Debugger.searchInContent', ...prepared];
  assert.deepEqual(fixture.methods(), heard);
  assert.deepEqual(
    fixture.browserHeard.slice(2, 4).map(({ params }) => (params as { location: object }).location),
    calls,
  );
});

test('other steps are left to the proxy', async () => {
  for (const kind of ['run', 'step'] as const) {
    const fixture = new Fixture();
    await fixture.resume(kind);
    assert.deepEqual(fixture.methods(), [resume], kind);
  }
});

test('a runtime with other code is left to the proxy', async () => {
  const fixture = new Fixture({ result: [] });
  await fixture.resume('stepInto');
  assert.deepEqual(fixture.methods(), ['Debugger.searchInContent', evaluate, resume]);
});

test('a step goes from the call of JavaScript through code of .NET into that of the user', async () => {
  const fixture = new Fixture();
  await fixture.resume('stepInto');
  const before = fixture.browserHeard.length;
  assert.deepEqual(await fixture.call(), [false, [...removed, ...skip, 'Debugger.stepInto']]);
  // Functions that contain the end of a range are not skipped.
  const at = (lineNumber: number, columnNumber: number) => ({ lineNumber, columnNumber });
  const ranges = fixture.browserHeard.slice(before + 2, -1).map(({ params }) => params);
  const [first, second] = calls.map(({ columnNumber }) => columnNumber) as [number, number];
  assert.deepEqual(ranges, [
    {
      scriptId: '182',
      positions: [
        at(0, 0),
        at(2, 21),
        at(2, 22),
        at(3, first + 1),
        at(3, first + 2),
        at(3, second + 1),
        at(3, second + 2),
      ],
    },
    ...framework.slice(1).map((scriptId) => ({ scriptId, positions: [at(0, 0)] })),
  ]);
  assert.deepEqual(await fixture.pause([greet, runtime, importing, wasm]), [true, skip]);
  const unskipped = fixture.browserHeard.slice(-5).map(({ params }) => params);
  assert.deepEqual(
    unskipped,
    framework.map((scriptId) => ({ scriptId, positions: [] })),
  );
});

test('the page runs on to the next call if one has reached no code of the user', async () => {
  const ends = [
    [importing, wasm],
    [wasm, runtime],
    [compiled, runtime, wasm],
  ];
  for (const callFrames of ends) {
    const fixture = new Fixture();
    await fixture.resume('stepInto');
    await fixture.call();
    const heard = [...skip, ...prepared];
    assert.deepEqual(await fixture.pause(callFrames), [false, heard]);
    assert.deepEqual(await fixture.call(), [false, [...removed, ...skip, 'Debugger.stepInto']]);
  }
});

test('the runtime that is about to stop in a call does so', async () => {
  const fixture = new Fixture();
  await fixture.resume('stepInto');
  await fixture.call();
  assert.deepEqual(await fixture.pause([agent, wasm]), [false, [...skip, resume]]);
  assert.deepEqual(await fixture.pause([agent, wasm]), [true, []]);
});

test('a step in C# that ends before a call is a stop', async () => {
  const fixture = new Fixture();
  await fixture.resume('stepInto');
  assert.deepEqual(await fixture.pause([agent, wasm]), [true, removed]);
});

test("steps of the proxy out of code that is not the user's go into calls, too", async () => {
  const fixture = new Fixture();
  await fixture.resume('stepInto');
  await fixture.pause([agent, wasm]);
  const before = fixture.browserHeard.length;
  await fixture.resume();
  assert.deepEqual(fixture.methods().slice(before), prepared);
});

test('a breakpoint or an exception in a call is a stop', async () => {
  for (const [top, more] of [
    [runtime, { hitBreakpoints: ['1:2:0:x'] }],
    [greet, { reason: 'exception' }],
  ] as const) {
    const fixture = new Fixture();
    await fixture.resume('stepInto');
    await fixture.call();
    assert.deepEqual(await fixture.pause([top, importing, wasm], more), [true, skip]);
  }
});

test('an exception that .NET throws in JavaScript does not end a step', async () => {
  const fixture = new Fixture();
  await fixture.resume('stepInto');
  assert.deepEqual(await fixture.pause([runtime, wasm], { reason: 'exception' }), [
    false,
    [resume],
  ]);
  await fixture.call();
  const [isStop, heard] = await fixture.pause([runtime, wasm], { reason: 'exception' });
  assert.equal(isStop, false);
  assert.deepEqual(heard.slice(0, skip.length), skip);
  assert.ok(heard.includes(setBreakpoint));
});

test('code of .NET that calls JavaScript in a loop is not slowed down for long', async () => {
  const fixture = new Fixture();
  await fixture.resume('stepInto');
  let isFollowed = true;
  let count = 0;
  for (; isFollowed && count < 100; count++) {
    await fixture.call();
    const [, heard] = await fixture.pause([importing, wasm]);
    isFollowed = heard.includes(setBreakpoint);
  }
  assert.equal(count, 51);
  assert.equal(fixture.methods().at(-1), resume);
});

test('calls after the end of the current task are not part of the step', async () => {
  const fixture = new Fixture();
  await fixture.resume('stepInto');
  const [evaluation, set] = fixture.browserHeard.slice(1, 3).map(({ params }) => params);
  const { expression } = evaluation as { expression: string };
  const { condition } = set as { condition: string };
  const isInTask = (): unknown => runInThisContext(condition);
  assert.equal(isInTask(), false);
  runInThisContext(expression);
  assert.equal(isInTask(), true);
  await turn();
  assert.equal(isInTask(), false);
});

test('a page that was left has no breakpoints and skips nothing', async () => {
  const fixture = new Fixture();
  await fixture.resume('stepInto');
  fixture.report(cleared);
  assert.deepEqual(await fixture.pause([greet]), [true, []]);
});
