import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { getExpiry, type SessionCondition } from '../../../src/protocol/ideSession.ts';
import type { LifecycleRules } from '../../../src/sessions/lifecycle/rules.ts';
import { isTerminal } from '../../../src/sessions/stateTable.ts';
import { fc } from '../../../tools/fixtures/property.ts';
import { SessionFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const minute = 60_000;
const which = fc.nat({ max: 2 });
const milliseconds = fc.constantFrom(1, minute - 1, minute, 3 * minute);

const action = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('create' as const, 'start') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('begin' as const, 'runs'), which }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'remove', 'ends'), which }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('write' as const, 'attach', 'detach'), which }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('advance' as const), milliseconds }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('jump' as const), milliseconds }) },
);

const rules: fc.Arbitrary<LifecycleRules> = fc.record({
  idleStop: fc.constantFrom(undefined, minute, 3 * minute),
  timeToLive: fc.constantFrom(undefined, 2 * minute, 10 * minute),
  maxSessions: fc.constantFrom(undefined, 1, 2),
});

/** What a test knows of one session. */
interface Known {
  begun?: number;
  used: number;
  isDebugged: boolean;
  isStopRequested: boolean;
}

const unknown: Known = { used: 0, isDebugged: false, isStopRequested: true };

type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** Plays actions on sessions, and checks after each that every rule was kept. */
class Play {
  readonly #fixture: SessionFixture;
  readonly #rules: LifecycleRules;
  readonly #known = new Map<string, Known>();
  /** What was wrong with stops, since listeners of changes must not throw. */
  readonly #wrongStops: string[] = [];

  constructor(fixture: SessionFixture, chosen: LifecycleRules) {
    this.#fixture = fixture;
    this.#rules = chosen;
    fixture.sessions.begun((name) => {
      const known = this.#known.get(name);
      if (known !== undefined) known.begun = fixture.clock.elapsed();
    });
    fixture.sessions.changes((change) => {
      if (change.type !== 'modified') return;
      const condition = getExpiry<SessionCondition>(change.session);
      if (condition?.status !== 'True') return;
      if (getExpiry<SessionCondition>(change.previous)?.status === 'True') return;
      this.#checkStop(change.session.metadata.name, condition);
    });
  }

  async play(next: Action): Promise<void> {
    const { clock, sessions } = this.#fixture;
    switch (next.do) {
      case 'create':
      case 'start': {
        const name = this.#fixture.create();
        this.#known.set(name, { used: 0, isDebugged: false, isStopRequested: false });
        if (next.do === 'start') sessions.start(name);
        break;
      }
      case 'jump':
        clock.jump(next.milliseconds);
        break;
      case 'advance':
        // In steps, so that each rule acts at its time.
        for (let left = next.milliseconds; left > 0; left -= minute) {
          clock.advance(Math.min(left, minute));
          await turn();
        }
        break;
      default:
        this.#playOn(next.do, [...this.#known.keys()][next.which]);
    }
    await turn();
    await turn();
    this.#check();
  }

  #playOn(what: string, name: string | undefined): void {
    const { clock, runner, sessions } = this.#fixture;
    const known = name === undefined ? undefined : this.#known.get(name);
    if (name === undefined || known === undefined) return;
    const run = runner.find(name);
    if (what === 'begin') return sessions.start(name);
    if (what === 'stop' || what === 'remove') {
      known.isStopRequested = true;
      return sessions[what](name);
    }
    known.used = clock.elapsed();
    if (what === 'write') run?.write('line\n');
    if (what === 'runs') run?.events.started(1);
    if (what === 'ends') run?.events.ended(0);
    if (what === 'attach' || what === 'detach') {
      known.isDebugged = run !== undefined && what === 'attach';
      run?.events.debugging?.(known.isDebugged);
    }
  }

  #checkStop(name: string, { message, reason }: SessionCondition): void {
    const now = this.#fixture.clock.elapsed();
    const { idleStop = Infinity, timeToLive = Infinity } = this.#rules;
    const { begun = now, isDebugged, isStopRequested, used } = this.#known.get(name) ?? unknown;
    const isDue =
      reason === 'Idle' ? !isDebugged && now - used === idleStop : now - begun === timeToLive;
    if (!isDue || isStopRequested) this.#wrongStops.push(`${message} ${now - used} ${now - begun}`);
  }

  #check(): void {
    assert.deepEqual(this.#wrongStops, []);
    const { clock, sessions } = this.#fixture;
    const active = sessions.list().filter(({ metadata, spec, status }) => {
      const { state } = status;
      const condition = getExpiry<SessionCondition>({ status });
      const { idleStop = Infinity, timeToLive = Infinity } = this.#rules;
      const known = this.#known.get(metadata.name);
      if (state === '') assert.equal(condition, undefined, 'no rule applies before the start');
      if (known?.begun === undefined) return false;
      const lived = clock.elapsed() - known.begun;
      if (condition?.status === 'True') assert.equal(spec.desiredState, 'Stopped');
      if (isTerminal(state)) assert.notEqual(condition?.status, 'False');
      const isWanted = spec.desiredState === 'Running' && !known.isStopRequested;
      const isActive = isWanted && !isTerminal(state);
      if (isActive) assert.ok(lived < timeToLive, 'no session outlives its time');
      if (isActive && state === 'Running' && !known.isDebugged) {
        assert.ok(clock.elapsed() - Math.max(known.used, known.begun) < idleStop);
        assert.equal(condition !== undefined, Math.min(idleStop, timeToLive) < Infinity);
      }
      return isActive;
    });
    assert.ok(active.length <= (this.#rules.maxSessions ?? Infinity), 'not too many sessions run');
  }

  /** Ends every run; nothing waits for a time after that. */
  async end(): Promise<void> {
    const { clock, runner, sessions } = this.#fixture;
    void sessions.stopAll(1);
    await turn();
    for (const { events } of runner.runs) events.ended(0);
    await turn();
    clock.advance(10 * minute);
    await turn();
    assert.equal(clock.pending, 0);
  }
}

test('for any order of events, sessions are stopped by each rule at its time, and by no other', async (context) => {
  const logFolder = join(await temporaryFolder(context), 'logs');
  const actions = fc.array(action, { maxLength: 30, size: 'max' });
  await fc.assert(
    fc.asyncProperty(rules, fc.boolean(), actions, async (lifecycle, isPolite, all) => {
      const fixture = new SessionFixture(logFolder, { lifecycle, startWidth: 2 });
      fixture.runner.onStop = (run) => {
        if (isPolite) run.events.ended(143);
      };
      const play = new Play(fixture, lifecycle);
      for (const next of all) await play.play(next);
      await play.end();
      fixture.sessions.dispose();
    }),
    { numRuns: 200 },
  );
});
