import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../../tools/fixtures/property.ts';
import {
  getNextLaunch,
  type LaunchFacts,
  nextRun,
  type RunInput,
  type RunState,
} from '../../../src/sessions/run/runTable.ts';
import type { Outcome } from '../../../src/sessions/run/strategy.ts';
import { broken, mode } from './play.ts';

const outcome = fc.constantFrom<Outcome>(
  { kind: 'ended', exitCode: 0 },
  { kind: 'failed', error: broken },
);
const launch = fc.nat({ max: 4 });

const input: fc.Arbitrary<RunInput> = fc.oneof(
  fc.record({ kind: fc.constant('begin' as const), mode }),
  fc.record({ kind: fc.constantFrom('stop' as const, 'attach', 'detach', 'relaunch', 'recreate') }),
  fc.record({ kind: fc.constant('prepared' as const), launch, isDone: fc.boolean() }),
  fc.record({ kind: fc.constant('restart' as const), mode: fc.option(mode, { nil: undefined }) }),
  fc.record({ kind: fc.constant('started' as const), launch, pid: fc.constantFrom(undefined, 1) }),
  fc.record({ kind: fc.constantFrom('attached' as const, 'letGo'), launch, isDone: fc.boolean() }),
  fc.record({ kind: fc.constant('exited' as const), launch, outcome }),
) as fc.Arbitrary<RunInput>;

const facts: fc.Arbitrary<LaunchFacts> = fc.record({
  isAttached: fc.boolean(),
  canAttach: fc.boolean(),
  canLetGo: fc.boolean(),
  restartsItself: fc.boolean(),
  canPrepare: fc.boolean(),
});

function launchOf(state: RunState): number | undefined {
  return 'launch' in state ? state.launch : undefined;
}

/** Applies one input and checks what every state must comply with. */
function takeInput(before: RunState, one: RunInput, now: LaunchFacts): RunState {
  const [after, effect] = nextRun(before, one, now);
  const last = launchOf(before);
  const isLate = 'launch' in one && last !== undefined && one.launch !== last;
  if (before.phase === 'over' || isLate) {
    assert.equal(after, before);
    assert.equal(effect, undefined);
  }
  if (before.phase === 'stopping') assert.ok(['stopping', 'over'].includes(after.phase));
  const isNew = effect?.do === 'launch';
  if (isNew) assert.ok(before.phase === 'idle' || one.kind === 'exited');
  const next = launchOf(after);
  if (last !== undefined && next !== undefined) assert.equal(next, last + (isNew ? 1 : 0));
  return after;
}

test('no input changes an ended run, and none from an earlier launch changes any', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(input, facts), { maxLength: 40 }), (inputs) => {
      let state: RunState = { phase: 'idle' };
      for (const [one, now] of inputs) state = takeInput(state, one, now);
    }),
    { numRuns: 2_000 },
  );
});

test('only a restart in the same mode is followed by a launch like the current one', () => {
  const restarting = { phase: 'restarting', launch: 1, next: 'Debug' } as const;
  assert.equal(getNextLaunch(restarting, 'Debug'), 'same');
  assert.equal(getNextLaunch(restarting, 'NoDebug'), undefined);
  assert.equal(getNextLaunch({ phase: 'stopping', launch: 1 }, 'Debug'), undefined);
});
