import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { RecordOf, TraceRecord } from '../../../src/trace/schema.ts';
import { toChromeTrace } from '../../../src/trace/show/chromeTrace.ts';
import { findCauses } from '../../../src/trace/show/foundCauses.ts';
import { formatTimeline, formatWhy } from '../../../src/trace/show/timeline.ts';
import { parseTrace, type Trace } from '../../../src/trace/traceText.ts';

type Passed = RecordOf<'passed'>;

const session = 'session-1';

async function readTrace(name: string): Promise<Trace> {
  const url = new URL(`../../fixtures/traces/${name}.inputs.ndjson`, import.meta.url);
  return parseTrace(await readFile(url, 'utf8'), name);
}

/** Builds a trace whose records have the order of its calls. */
class Written {
  readonly records: TraceRecord[] = [];

  add(facts: object): number {
    const id = this.records.length + 1;
    const record: object = { id, at: id, session, ...facts };
    this.records.push(record as TraceRecord);
    return id;
  }

  pass(way: Passed['way'], method: Passed['method'], facts: Partial<Passed> = {}): number {
    const isCommand = facts.command !== undefined || facts.own !== undefined;
    const isAnswer = isCommand && way !== 'from debugger' && way !== 'to browser';
    const form = isAnswer ? 'answer' : isCommand ? 'command' : 'event';
    return this.add({ kind: 'passed', relay: 1, target: 'target-1', form, way, method, ...facts });
  }

  /** A command of the debugger, which the relay passes on, and its answer. */
  command(method: Passed['method'], command: number, facts: Partial<Passed> = {}): void {
    const ways = ['from debugger', 'to browser', 'from browser', 'to debugger'] as const;
    for (const way of ways) this.pass(way, method, { ...facts, command });
  }

  stop(stop: Partial<NonNullable<Passed['stop']>>, way: Passed['way'] = 'from browser'): number {
    const whole: NonNullable<Passed['stop']> = { reason: 'other', hits: [], frames: [], ...stop };
    return this.pass(way, 'Debugger.paused', { stop: whole });
  }

  asked(question: string, answer: string): number {
    return this.add({ kind: 'asked', relay: 1, target: 'target-1', question, answer });
  }

  causeOf(id: number): number | undefined {
    return findCauses(this.records).find((record) => record.id === id)?.cause;
  }
}

const hit = { breakpoint: 'breakpoint-2' } as const;

test('a stop at a breakpoint of a recorded trace leads back to the command that set it', async () => {
  const why = formatWhy(await readTrace('blazorConditions'), 1_132) ?? '';
  const steps = why
    .split('\n')
    .flatMap((line) => /#\d+ (?:session-1: )?(.*)$/.exec(line)?.[1] ?? []);
  assert.match(steps[0] ?? '', /from debugger: Debugger\.setBreakpointByUrl 1023/);
  assert.match(steps[1] ?? '', /answer to Debugger\.setBreakpointByUrl 1023/);
  assert.match(steps[2] ?? '', /Debugger\.paused in target-2 other breakpoint-7/);
  assert.match(steps[3] ?? '', /breakpoint-7 has condition expression-1/);
  assert.match(steps[4] ?? '', /condition expression-1 is true/);
  assert.equal(steps.length, 5);
});

test('all stops of recorded traces have causes, except those before a script', async () => {
  for (const name of ['blazorConditions', 'blazorLogMessages', 'blazorStops']) {
    const records = findCauses((await readTrace(name)).records);
    const stops = records.filter((one): one is Passed => one.kind === 'passed' && !!one.stop);
    assert.ok(stops.length > 0, name);
    const causeless = stops.filter(({ cause }) => cause === undefined);
    assert.deepEqual([...new Set(causeless.map(({ stop }) => stop?.reason))], ['instrumentation']);
    const asked = records.filter(({ kind }) => kind === 'asked');
    assert.deepEqual(
      asked.filter(({ cause }) => cause === undefined),
      [],
    );
  }
});

test('a message and its answer are in one chain on both sides of a relay', () => {
  const trace = new Written();
  trace.command('Debugger.setBreakpointByUrl', 7, hit);
  assert.deepEqual(
    findCauses(trace.records).map(({ cause }) => cause),
    [undefined, 1, 2, 3],
  );
});

test('a stop after a step or at an exception has the command that asked for it', () => {
  const trace = new Written();
  trace.command('Debugger.setPauseOnExceptions', 1);
  trace.command('Debugger.stepOver', 2);
  const resumed = trace.pass('from browser', 'Debugger.resumed');
  const stepped = trace.stop({ reason: 'step' });
  const thrown = trace.stop({ reason: 'exception' });
  const unknown = trace.stop({ reason: 'OOM' });
  const elsewhere = trace.add({ ...trace.records[stepped - 1], id: 99, relay: 2 });
  assert.deepEqual(
    [resumed, stepped, thrown, unknown].map((id) => trace.causeOf(id)),
    [7, 7, 2, undefined],
  );
  assert.equal(trace.causeOf(elsewhere), undefined);
});

test('a page that the relay lets go on does so because of what it found out', () => {
  const trace = new Written();
  trace.command('Debugger.setBreakpointByUrl', 1, hit);
  const stop = trace.stop({ hits: [hit] });
  const texts = trace.asked('breakpoint', 'texts');
  const condition = trace.asked('condition', 'false');
  const resume = trace.pass('to browser', 'Debugger.resume', { own: 1 });
  const answer = trace.pass('from browser', 'Debugger.resume', { own: 1 });
  assert.deepEqual(
    [stop, texts, condition, resume, answer].map((id) => trace.causeOf(id)),
    [3, stop, texts, condition, resume],
  );
});

test('what a debugger reports as a stop is caused by the message of the relay, once', () => {
  const trace = new Written();
  const stop = trace.stop({ reason: 'other' });
  const told = trace.stop({ reason: 'other' }, 'to debugger');
  const stopped = { kind: 'adapter', debugger: 'debugger-1', type: 'pwa-chrome', event: 'stopped' };
  const reported = trace.add({ ...stopped, count: 1 });
  const other = trace.add({ ...stopped, count: 1 });
  assert.deepEqual(
    [told, reported, other].map((id) => trace.causeOf(id)),
    [stop, told, undefined],
  );
});

test('changes that a watch reports are caused by the folder in which they were noticed', () => {
  const trace = new Written();
  const before = trace.add({ kind: 'changed', by: 'watch', files: 1 });
  const files = trace.add({ kind: 'files', folder: 'path-1', isMoved: false });
  const noticed = trace.add({ kind: 'changed', by: 'watch', files: 1 });
  const saved = trace.add({ kind: 'changed', by: 'editor', files: 1 });
  const recorded = trace.add({ kind: 'changed', by: 'watch', files: 1, cause: before });
  assert.deepEqual(
    [before, noticed, saved, recorded].map((id) => trace.causeOf(id)),
    [undefined, files, undefined, before],
  );
});

test('a claim has the request that can be its only cause, also without hooks into promises', () => {
  const put = { kind: 'request', server: 'endpoint', method: 'PUT', route: 'sessions' };
  const ofRequest = { session: undefined, controller: 'controller-1' };
  const claim = { kind: 'create', owner: 'controller', controller: 'controller-1', isClaim: true };
  const trace = new Written();
  trace.add({ ...put, ...ofRequest, controller: 'controller-2' });
  const answered = trace.add({ ...put, ...ofRequest });
  trace.add({ kind: 'answer', session: undefined, status: 201, cause: answered });
  const request = trace.add({ ...put, ...ofRequest });
  const created = trace.add(claim);
  const start = trace.add({ kind: 'call', call: 'start' });
  trace.add({ kind: 'answer', session: undefined, status: 201, cause: request });
  const later = trace.add({ kind: 'call', call: 'restart' });
  const removal = trace.add({ ...put, method: 'DELETE', route: 'session' });
  const stop = trace.add({ kind: 'call', call: 'stop' });
  const first = trace.add({ ...put, ...ofRequest });
  trace.add({ ...put, ...ofRequest });
  const ambiguous = trace.add({ ...claim, session: 'session-2' });
  const known = trace.add({ ...claim, session: 'session-3', cause: first });
  const ofUser = trace.add({ kind: 'create', owner: 'user', session: 'session-4' });
  const post = trace.add({ kind: 'request', server: 'api', method: 'POST', session: undefined });
  const ofClient = trace.add({ kind: 'create', owner: 'api', session: 'session-5' });
  assert.deepEqual(
    [created, start, later, stop, ambiguous, known, ofUser, ofClient].map((id) =>
      trace.causeOf(id),
    ),
    [request, request, undefined, removal, undefined, first, undefined, post],
  );
});

test('a hot reload is shown with its time, and leads back to the saved file', async () => {
  const header = (await readTrace('blazorStops')).header;
  const records: readonly TraceRecord[] = [
    { id: 1, at: 100, kind: 'changed', session, by: 'editor', files: 1 },
    {
      id: 2,
      at: 2_100,
      cause: 1,
      kind: 'reloaded',
      session,
      result: 'applied',
      milliseconds: 2_000,
    },
    { id: 3, at: 2_200, kind: 'page', session, result: 'taken', milliseconds: 50 },
    { id: 4, at: 2_300, cause: 1, kind: 'reloaded', session, result: 'errors', problems: 2 },
    { id: 5, at: 2_400, kind: 'changed', session, by: 'watch', files: 2 },
    { id: 6, at: 2_400, kind: 'changed', session, by: 'command', files: 2 },
    { id: 7, at: 2_500, kind: 'page', session, result: 'missed', milliseconds: 1 },
  ];
  const trace = { header, records };
  assert.equal(
    formatWhy(trace, 2),
    `       0.100 s  #1 1 file saved
       2.100 s  └ #2 session-1: hot reload: applied in 2000 ms
`,
  );
  const shown = formatTimeline(trace);
  for (const part of [
    '#2 hot reload: applied in 2000 ms  ← #1 1 file saved',
    '#3 page that was loaded ahead taken after 50 ms',
    '#4 hot reload: errors with 2 problems',
    '#5 changes of 2 files noticed',
    '#6 changes to be applied in 2 files',
    '#7 no page was loaded ahead',
  ]) {
    assert.ok(shown.includes(part), part);
  }
  const spans = toChromeTrace(trace).traceEvents.filter(({ ph }) => ph === 'X');
  assert.deepEqual(
    spans.map(({ cat, dur, ts }) => [cat, ts, dur]),
    [
      ['reloaded', 100_000, 2_000_000],
      ['page', 2_150_000, 50_000],
      ['page', 2_499_000, 1_000],
    ],
  );
});
