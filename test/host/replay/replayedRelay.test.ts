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
  readonly #tap = new MessageTap(traceRelays(this.#recorder, this.#clock)('shop').onPassed);
  /** The commands that reached the browser, by their methods. */
  readonly #sent: { readonly id: number; readonly method: string }[] = [];
  readonly #pipeline: Pipeline;

  constructor() {
    const texts = { at: () => undefined, failed() {} };
    const clock = this.#clock;
    const handlers = pageHandlers({ clock, justMyCode: true, link: undefined, texts });
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
