import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareOutputs, formatDifferences } from '../../../src/host/replay/compare.ts';
import { formatInputs } from '../../../src/host/replay/fixture.ts';
import { listRelayOutputs } from '../../../src/host/replay/outputs.ts';
import { replayRelays } from '../../../src/host/replay/replayedRelay.ts';
import { traceRelays } from '../../../src/trace/edges/relayed.ts';
import type { TraceRecord } from '../../../src/trace/schema.ts';
import { TraceRecorder } from '../../../src/trace/traceRecorder.ts';
import { parseTrace, type Trace } from '../../../src/trace/traceText.ts';
import { turn } from '../../../src/common/turn.ts';
import type { StopAnswers } from '../../../src/wasm/debugProxy/relay/answers/stopAnswers.ts';
import { ToldAnswers } from '../../../src/wasm/debugProxy/relay/answers/toldAnswers.ts';
import { MessageTap } from '../../../src/wasm/debugProxy/relay/cdp/messageTap.ts';
import { pageHandlers } from '../../../src/wasm/debugProxy/relay/pageHandlers.ts';
import { Pipeline } from '../../../src/wasm/debugProxy/relay/pipeline.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const sessionId = 'P';
const id = '2:3:0:Calc';
const place = { urlRegex: 'Calc', lineNumber: 3, columnNumber: 0 };
const taken = { code: -32000, message: 'Breakpoint at specified location already exists.' };
const created = { method: 'Runtime.executionContextCreated', params: { context: { id: 1 } } };

/** A relay whose messages are recorded, with both ends in the test's hands. */
class RecordedRelay {
  readonly #clock = new ManualClock();
  readonly #recorder = new TraceRecorder({ clock: this.#clock, version: '1.0.0' });
  readonly #trace = traceRelays(this.#recorder, this.#clock)('shop');
  readonly #tap = new MessageTap(this.#trace.onPassed);
  /** The commands that reached the browser, by their methods. */
  readonly #sent: { readonly id: number; readonly method: string }[] = [];
  readonly #pipeline: Pipeline;

  constructor(answers?: StopAnswers) {
    const texts = { at: () => undefined, failed() {} };
    const clock = this.#clock;
    const handlers = pageHandlers({
      answer: (real) => new ToldAnswers(answers ?? real, this.#trace.onAsked),
      clock,
      justMyCode: true,
      link: undefined,
      texts,
    });
    this.#pipeline = new Pipeline(handlers, {
      clock,
      log: new RecordingLog(),
      toDebugger: (data) => this.#tap.pass('to debugger', data),
      toBrowser: (data) => {
        this.#tap.pass('to browser', data);
        this.#sent.push(JSON.parse(data.toString()) as { id: number; method: string });
      },
    });
    this.#recorder.record({
      kind: 'create',
      session: 'session-1',
      owner: 'user',
      type: 'project',
      mode: 'Debug',
      variables: 0,
      desired: '',
    });
    const targetInfo = { type: 'page' };
    this.report({ method: 'Target.attachedToTarget', params: { sessionId, targetInfo } });
    this.report({ ...created, sessionId });
  }

  command(message: object): void {
    const data = Buffer.from(JSON.stringify({ ...message, sessionId }));
    this.#clock.advance(1);
    this.#tap.pass('from debugger', data);
    this.#pipeline.fromDebugger(data);
  }

  report(message: object): void {
    const data = Buffer.from(JSON.stringify(message));
    this.#clock.advance(1);
    this.#tap.pass('from browser', data);
    this.#pipeline.fromBrowser(data);
  }

  /** Answers the last command of this method. */
  async answer(method: string, answer: object): Promise<void> {
    await turn();
    const command = this.#sent.findLast((one) => one.method === method);
    this.report({ id: command?.id, ...answer, sessionId });
    await turn();
  }

  get trace(): Trace {
    return { header: this.#recorder.header, records: this.#recorder.list() };
  }
}

/** The differences between a trace and its replay. */
async function replay(trace: Trace): Promise<string> {
  const inputs = parseTrace(formatInputs(trace), 'inputs');
  const [recorded, replayed] = [trace.records, await replayRelays(inputs)];
  return formatDifferences(compareOutputs(listRelayOutputs(recorded), listRelayOutputs(replayed)));
}

const set = (number: number) => ({
  id: number,
  method: 'Debugger.setBreakpointByUrl',
  params: place,
});
const remove = (number: number) => ({
  id: number,
  method: 'Debugger.removeBreakpoint',
  params: { breakpointId: id },
});

/** A breakpoint that is toggled while its page is left for another site. */
async function leavePage(): Promise<Trace> {
  const relay = new RecordedRelay();
  relay.command(set(1));
  await relay.answer('Debugger.setBreakpointByUrl', { result: { breakpointId: id } });
  relay.command(remove(2));
  relay.command(set(3));
  await relay.answer('Debugger.removeBreakpoint', { result: {} });
  relay.report({ ...created, sessionId });
  await relay.answer('Debugger.setBreakpointByUrl', { error: taken });
  await relay.answer('Debugger.removeBreakpoint', { result: {} });
  await relay.answer('Debugger.setBreakpointByUrl', { result: { breakpointId: id } });
  return relay.trace;
}

test('what a relay sends is the same when what reached it is replayed', async () => {
  const trace = await leavePage();
  const outputs = listRelayOutputs(trace.records);
  const bound = 'in target-1 breakpoint-1';
  assert.deepEqual(
    ['debugger', 'browser'].flatMap((side) =>
      (outputs.get(`relay 1 of session-1, to ${side}`) ?? []).map(({ text }) => text),
    ),
    [
      'to debugger: Target.attachedToTarget target-1 page',
      'to debugger: Runtime.executionContextCreated in target-1',
      `to debugger: answer to Debugger.setBreakpointByUrl 1 ${bound}`,
      'to debugger: answer to Debugger.removeBreakpoint 2 in target-1',
      'to debugger: Runtime.executionContextCreated in target-1',
      `to debugger: answer to Debugger.setBreakpointByUrl 3 ${bound}`,
      `to browser: Debugger.setBreakpointByUrl 1 ${bound}`,
      `to browser: Debugger.removeBreakpoint 2 ${bound}`,
      `to browser: Debugger.setBreakpointByUrl 3 ${bound}`,
      `to browser: Debugger.removeBreakpoint of its own, 1 ${bound}`,
      `to browser: Debugger.setBreakpointByUrl of its own, 2 ${bound}`,
    ],
  );
  assert.equal(await replay(trace), '');
});

test('an answer to a command that the relay does not send any more is left out', async () => {
  const { header, records } = await leavePage();
  // As if the page had stayed, and an earlier relay had replaced the breakpoint nevertheless.
  const isOfStart = records.findIndex(({ kind }) => kind === 'passed') + 4;
  const changed = records.flatMap((record, index): readonly TraceRecord[] => {
    if (record.kind !== 'passed') return [record];
    if (record.method === created.method && index >= isOfStart) return [];
    return [record.failure === 'taken' ? { ...record, failure: undefined } : record];
  });
  const shown = await replay({ header, records: changed });
  assert.match(shown, /- to browser: Debugger\.setBreakpointByUrl of its own, 2/);
  assert.doesNotMatch(shown, /^ {2}\+ .*of its own/m);
});

test('the relays of sessions that began before the trace are left out', async () => {
  const { header, records } = await leavePage();
  const later = records.filter(({ kind }) => kind !== 'create');
  assert.deepEqual(await replayRelays({ header, records: later }), []);
});

const csharp = 'dotnet://200_1';
const loaded = {
  method: 'Debugger.scriptParsed',
  params: { scriptId: csharp, url: 'file:///Calc.cs', executionContextId: 1 },
  sessionId,
};
const paused = (hitBreakpoints: readonly string[], more: object = {}) => ({
  method: 'Debugger.paused',
  params: {
    reason: 'other',
    hitBreakpoints,
    callFrames: [
      {
        callFrameId: 'dotnet:scope:0',
        functionName: 'Add',
        location: { scriptId: csharp, lineNumber: 3, columnNumber: 4 },
        url: 'file:///Calc.cs',
        scopeChain: [],
      },
    ],
    ...more,
  },
  sessionId,
});
const thrown = (number: number) =>
  paused([], {
    reason: 'exception',
    data: { objectId: `dotnet:object:${number}`, className: 'Oops', description: 'secret' },
  });

/** A page that stops at a breakpoint four times, and at exceptions of which only one is to stop. */
async function stopOften(): Promise<Trace> {
  const holds = [false, true];
  const texts = [
    { condition: 'secret > 1' },
    { condition: 'secret > 1' },
    undefined,
    { logMessage: 'secret {x}', hitCondition: '>= 1' },
  ];
  const ends = ['caught', 'uncaught', 'external'] as const;
  let thrownCount = 0;
  const relay = new RecordedRelay({
    breakpoint(_, __, ___, line = 0) {
      const text = texts.shift();
      return text === undefined ? undefined : { path: '/secret', line, text };
    },
    expressions: () => ({
      holds: async () => holds.shift() ?? false,
      render: async () => 'secret',
      isPageGone: () => false,
    }),
    exception: () => ({
      thrower: async () => 'framework' as const,
      end: async () => ({
        kind: ends[thrownCount++] ?? 'external',
        describe: async () => 'secret',
      }),
    }),
  });
  relay.report(loaded);
  relay.command({ id: 1, method: 'Debugger.setBreakpointByUrl', params: place });
  await relay.answer('Debugger.setBreakpointByUrl', { result: { breakpointId: id } });
  relay.command({ id: 2, method: 'Debugger.setPauseOnExceptions', params: { state: 'uncaught' } });
  await relay.answer('Debugger.setPauseOnExceptions', { result: {} });
  // The condition is false, then true; then the breakpoint has none, and a log message.
  for (let count = 0; count < 4; count++) {
    relay.report(paused([id]));
    await turn();
    await relay.answer('Debugger.resume', { result: {} });
    relay.report({ method: 'Debugger.resumed', params: {}, sessionId });
    await turn();
  }
  for (let count = 0; count < 3; count++) {
    relay.report(thrown(count));
    await turn();
    await relay.answer('Debugger.resume', { result: {} });
    relay.report({ method: 'Debugger.resumed', params: {}, sessionId });
    await turn();
  }
  // A stop of a document that was left.
  relay.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId });
  relay.report(paused([id]));
  await turn();
  return relay.trace;
}

test('what a relay decides about stops is the same when what decided it is replayed', async () => {
  const trace = await stopOften();
  const debuggerHeard = listRelayOutputs(trace.records).get('relay 1 of session-1, to debugger');
  const at = 'breakpoint-1 at script-1:3:4 (csharp) with 1 frames';
  assert.deepEqual(debuggerHeard?.map(({ text }) => text.replace('to debugger: ', '')).slice(5), [
    `Debugger.paused in target-1 other ${at}`,
    'Debugger.resumed in target-1',
    `Debugger.paused in target-1 other ${at}`,
    'Debugger.resumed in target-1',
    'Runtime.consoleAPICalled in target-1 with a log message',
    'Debugger.paused in target-1 exception 1 uncaught at script-1:3:4 (csharp) with 1 frames',
    'Debugger.resumed in target-1',
    'Runtime.executionContextsCleared in target-1',
  ]);
  assert.equal(await replay(trace), '');
  assert.doesNotMatch(JSON.stringify(trace), /secret|Calc|Oops/);
});

test('the hits of breakpoints in several files are counted apart', async () => {
  const relay = new RecordedRelay({
    breakpoint: (_, __, hit, line = 0) => ({
      path: hit,
      line,
      text: { logMessage: 'Here', hitCondition: '>= 2' },
    }),
    expressions: () => ({
      holds: async () => true,
      render: async () => 'Here',
      isPageGone: () => false,
    }),
    exception: () => assert.fail(),
  });
  relay.report(loaded);
  const files = ['Calc', 'Tea'];
  for (const [index, urlRegex] of files.entries()) {
    const method = 'Debugger.setBreakpointByUrl';
    relay.command({ id: index + 1, method, params: { ...place, urlRegex } });
    await relay.answer(method, { result: { breakpointId: `2:3:0:${urlRegex}` } });
  }
  for (const file of files) {
    relay.report(paused([`2:3:0:${file}`]));
    await turn();
    await relay.answer('Debugger.resume', { result: {} });
    relay.report({ method: 'Debugger.resumed', params: {}, sessionId });
    await turn();
  }
  assert.equal(await replay(relay.trace), '');
});

test('another answer leads to another decision', async () => {
  const { header, records } = await stopOften();
  const changed = records.map((record): TraceRecord =>
    record.kind === 'asked' && record.answer === 'false' ? { ...record, answer: 'true' } : record,
  );
  const shown = await replay({ header, records: changed });
  assert.match(shown, /\+ to debugger: Debugger\.paused/);
});
