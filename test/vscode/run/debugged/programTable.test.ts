import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  ProgramEffect,
  ProgramInput,
  ProgramState,
  ProgramWait,
} from '../../../../src/vscode/run/debugged/programState.ts';
import {
  isPresent,
  nextProgram,
  getWait,
} from '../../../../src/vscode/run/debugged/programTable.ts';
import { fc } from '../../../../tools/fixtures/property.ts';

/** A program with a record of the actions that its table asks for. */
class Program {
  state: ProgramState = { phase: 'preparing' };
  readonly effects: ProgramEffect[] = [];

  constructor(...inputs: readonly ProgramInput[]) {
    for (const input of inputs) this.take(input);
  }

  get phase(): ProgramState['phase'] {
    return this.state.phase;
  }

  get actions(): string[] {
    return this.effects.map((effect) => effect.do);
  }

  take(input: ProgramInput): readonly ProgramEffect[] {
    const [state, ...effects] = nextProgram(this.state, input);
    this.state = state;
    this.effects.push(...effects);
    return effects;
  }

  /** Lets everything happen that only needs time. */
  elapse(): void {
    for (let wait = getWait(this.state); wait !== undefined; wait = getWait(this.state)) {
      this.take({ kind: 'waited', wait });
    }
    if (this.phase === 'ending') this.collect();
  }

  collect(): void {
    this.take({ kind: 'quiet' });
    this.take({ kind: 'delivered' });
  }
}

const open: ProgramInput = { kind: 'open' };
const stop: ProgramInput = { kind: 'stop' };
const begun = (adapter = 1): ProgramInput => ({ kind: 'begun', adapter });
const launched: ProgramInput = { kind: 'launched', adapter: 1 };
const running: ProgramInput = { kind: 'process', pid: 7, adapter: 1 };
const exited: ProgramInput = { kind: 'exited', exitCode: 3, adapter: 1 };
const terminated: ProgramInput = { kind: 'terminated', restart: false, adapter: 1 };
const sessionEnded: ProgramInput = { kind: 'session ended', adapter: 1 };
const restarting = (by: 'same session' | 'new session'): ProgramInput => ({
  kind: 'restarting',
  by,
  adapter: 1,
});
const started = (...inputs: ProgramInput[]) =>
  new Program(open, begun(), launched, running, ...inputs);

for (const [first, second] of [
  [exited, terminated],
  [terminated, exited],
] as const) {
  test(`a program ends when its adapter has reported ${first.kind} and ${second.kind}`, () => {
    const program = started(first);
    assert.equal(program.phase, 'active');
    program.take(second);
    assert.equal(program.phase, 'ending');
    program.collect();
    assert.deepEqual(program.effects.at(-1), { do: 'finish', exit: { code: 3 } });
  });
}

test('an adapter that reports only half of the end is asked for the rest, and then left', () => {
  const program = started(exited);
  assert.equal(getWait(program.state), 'report');
  assert.deepEqual(program.take({ kind: 'waited', wait: 'report' }), [{ do: 'end session' }]);
  program.take({ kind: 'waited', wait: 'release' });
  assert.equal(program.phase, 'ending');
});

test('processes that a program leaves behind are ended, then its adapter is waited for', () => {
  const program = started({ kind: 'gone' });
  const waits: (ProgramWait | undefined)[] = [];
  for (let wait = getWait(program.state); wait !== undefined; wait = getWait(program.state)) {
    waits.push(wait);
    program.take({ kind: 'waited', wait });
  }
  assert.deepEqual(waits, ['leftovers', 'cleanup', 'report', 'release']);
  assert.equal(program.phase, 'ending');
});

test('the end of a process that its adapter replaces does not end the program', () => {
  const program = started(restarting('same session'), { kind: 'gone' }, exited, terminated);
  assert.equal(program.phase, 'replacing');
  assert.equal(getWait(program.state), undefined);
  program.take({ kind: 'restarted', adapter: 1 });
  program.take({ kind: 'process', pid: 8, adapter: 1 });
  program.take(exited);
  assert.equal(program.phase, 'active');
  const starts = program.effects.filter((effect) => effect.do === 'report start');
  assert.deepEqual(starts, [
    { do: 'report start', pid: 7 },
    { do: 'report start', pid: 8 },
  ]);
});

test('a refused restart leaves the program as it was, with what was reported in between', () => {
  const refused: ProgramInput = { kind: 'restart refused', adapter: 1 };
  assert.equal(started(restarting('same session'), refused).phase, 'active');
  const program = started(restarting('same session'), exited, terminated, refused);
  assert.equal(program.phase, 'ending');
});

test('an adapter that ends during its restart ends the program', () => {
  assert.equal(started(restarting('same session'), sessionEnded).phase, 'ending');
});

test('the new debug session of a restart is waited for, and then given up', () => {
  const program = started(restarting('new session'), exited, terminated, sessionEnded);
  assert.equal(getWait(program.state), 'successor');
  program.elapse();
  assert.equal(program.phase, 'over');
});

test('a new debug session launches the program again, and reports of the old one are dropped', () => {
  const program = started(restarting('new session'), exited, terminated, begun(2));
  assert.deepEqual(program.state, { phase: 'active', adapter: 2, progress: 'expected' });
  program.take(exited);
  program.take(sessionEnded);
  assert.deepEqual(program.state, { phase: 'active', adapter: 2, progress: 'expected' });
});

for (const [name, program] of [
  ['before the stop', started(restarting('new session'), stop)],
  ['after the stop', started(stop, restarting('new session'))],
  ['by the adapter', started(stop, { kind: 'terminated', restart: true, adapter: 1 })],
] as const) {
  test(`a program that is stopped ends only with the new session of a restart ${name}`, () => {
    for (const input of [exited, terminated, sessionEnded]) program.take(input);
    assert.equal(program.phase, 'abandoning');
    assert.ok(program.take(begun(2)).some((effect) => effect.do === 'end session'));
    program.take({ kind: 'session ended', adapter: 2 });
    assert.equal(program.phase, 'ending');
  });
}

test('an adapter that ends before the program was launched could not start it', () => {
  const program = new Program(open, begun(), { kind: 'disconnected', adapter: 1 });
  assert.deepEqual(program.effects.at(-1), { do: 'fail', message: 'its adapter has ended' });
});

test('a stop before the debug session is started ends the program at once', () => {
  const program = new Program(stop, open);
  assert.equal(program.phase, 'over');
  assert.deepEqual(program.effects, [{ do: 'finish', exit: undefined }]);
});

test('a stop is repeated for a session and for a process that are reported later', () => {
  const program = new Program(open, stop);
  assert.ok(program.take(begun()).some((effect) => effect.do === 'end session'));
  assert.ok(program.take(launched).some((effect) => effect.do === 'ask to end'));
  assert.ok(program.take(running).some((effect) => effect.do === 'ask to end'));
});

test('the start of a program that was too short to be found is reported before its end', () => {
  const program = new Program(open, begun(), launched, exited, terminated);
  program.collect();
  const actions = program.actions.filter((action) => /report start|finish/.test(action));
  assert.deepEqual(actions, ['report start', 'finish']);
});

const adapter = fc.nat({ max: 2 });
const pid = fc.constantFrom(undefined, 7, 8);
const by = fc.constantFrom('same session' as const, 'new session');

const report: fc.Arbitrary<ProgramInput> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'begun' as const,
      'initialized',
      'launched',
      'restarted',
      'restart refused',
      'disconnected',
      'session ended',
    ),
    adapter,
  }),
  fc.record({ kind: fc.constant('restarting' as const), by, adapter }),
  fc.record({ kind: fc.constant('refused' as const), message: fc.constant('no'), adapter }),
  fc.record({ kind: fc.constant('process' as const), pid, adapter }),
  fc.record({ kind: fc.constant('exited' as const), exitCode: fc.constantFrom(0, 3), adapter }),
  fc.record({ kind: fc.constant('terminated' as const), restart: fc.boolean(), adapter }),
) as fc.Arbitrary<ProgramInput>;

const wait = fc.constantFrom<ProgramWait>('leftovers', 'cleanup', 'report', 'release', 'successor');

const input: fc.Arbitrary<ProgramInput> = fc.oneof(
  { weight: 6, arbitrary: report },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('searched' as const, 'written', 'gone') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('found' as const), pid: fc.constant(7) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('waited' as const), wait }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('stop' as const, 'overdue', 'killed') }),
  },
);

const inputs = fc.array(input, { maxLength: 30 });

/** Plays random inputs after the debug session was opened. */
function property(title: string, check: (inputs: ProgramInput[]) => void): void {
  test(title, () => {
    fc.assert(fc.property(inputs, check), { numRuns: 3_000 });
  });
}

property('late reports change nothing, and there is one end', (all) => {
  const program = new Program(open);
  for (const one of all) {
    const before = program.state;
    const effects = program.take(one);
    const isOldAdapter =
      'adapter' in one && one.kind !== 'begun' && !isPresent(before, one.adapter);
    const isOldWait = one.kind === 'waited' && getWait(before) !== one.wait;
    if (before.phase === 'over' || isOldAdapter || isOldWait) {
      assert.equal(program.state, before);
      assert.deepEqual(effects, []);
    }
  }
  program.take(stop);
  program.take({ kind: 'killed' });
  program.elapse();
  const ends = program.actions.filter((action) => action === 'finish' || action === 'fail');
  assert.equal(ends.length, 1);
  assert.equal(ends[0], program.actions.at(-1));
});

property('a program that was asked to end never runs on, and none is replaced after', (all) => {
  const program = new Program(open);
  for (const one of all) {
    const isToEnd = /stopping|abandoning|ending|over/.test(program.phase);
    program.take(one);
    if (isToEnd) assert.match(program.phase, /stopping|abandoning|ending|over/);
  }
});

property('a program that is replaced does not end by the exit of its process', (all) => {
  const program = new Program(open);
  for (const one of all) {
    const before = program.phase;
    program.take(one);
    const isExit = /exited|terminated|gone|disconnected/.test(one.kind);
    if (before === 'replacing' && isExit) assert.equal(program.phase, 'replacing');
  }
});

property('a program is over when its last session has ended, in the time of its waits', (all) => {
  const program = new Program(open, ...all, begun(3), { kind: 'session ended', adapter: 3 });
  program.elapse();
  assert.equal(program.phase, 'over');
});

property('a session that ends in any state ends the program, in the time of its waits', (all) => {
  const program = new Program(open, ...all);
  const present = 'adapter' in program.state ? program.state.adapter : 0;
  program.take({ kind: 'session ended', adapter: present });
  program.elapse();
  assert.equal(program.phase, 'over');
});

property('a stop asks the program to end or is too late, and a kill ends it', (all) => {
  const program = new Program(open, ...all);
  const { phase } = program;
  const effects = program.take(stop).map((effect) => effect.do);
  if (phase === 'active') assert.deepEqual(effects, ['ask to end', 'kill late']);
  if (/stopping|abandoning|ending|over/.test(phase)) assert.deepEqual(effects, []);
  program.take({ kind: 'overdue' });
  program.take({ kind: 'killed' });
  program.elapse();
  assert.equal(program.phase, 'over');
});

property('an exit code belongs to a process whose start was reported', (all) => {
  const program = new Program(open, ...all);
  program.take(stop);
  program.take({ kind: 'killed' });
  program.elapse();
  const end = program.effects.at(-1);
  if (end?.do !== 'finish' || end.exit === undefined) return;
  const held = program.actions.lastIndexOf('hold output');
  assert.ok(program.actions.slice(held + 1).includes('report start'));
});
