import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Compilation,
  type HotReloadEffect,
  type HotReloadInput,
  type HotReloadState,
  nextHotReload,
  type PageFacts,
  firstHotReload,
} from '../../../src/wasm/hotReload/hotReloadTable.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const running: PageFacts = { isStopped: false, isLoaded: true };
const stopped: PageFacts = { isStopped: true, isLoaded: true };
const loading: PageFacts = { isStopped: false, isLoaded: false };

const saved = (at: number, ...files: readonly string[]): HotReloadInput => ({
  kind: 'saved',
  files,
  at,
});
const compiled = (compilation: Compilation): HotReloadInput => ({ kind: 'compiled', compilation });
const update = (number: number): HotReloadInput => compiled({ kind: 'update', update: number });
const errors: Compilation = { kind: 'errors', diagnostics: [] };
const restart: Compilation = { kind: 'restart', diagnostics: [] };

/** A page's hot reload that has reached a state by these inputs. */
class Player {
  state: HotReloadState = firstHotReload;

  /** Takes inputs and returns the effects of the last one. */
  play(facts: PageFacts, ...inputs: readonly HotReloadInput[]): readonly HotReloadEffect[] {
    let last: readonly HotReloadEffect[] = [];
    for (const input of inputs) [this.state, ...last] = nextHotReload(this.state, input, facts);
    return last;
  }

  get phase(): string {
    return this.state.phase;
  }
}

function ready(): Player {
  const player = new Player();
  player.play(running, { kind: 'expected' }, { kind: 'ready' });
  return player;
}

test('a saved file is compiled and applied, and the time since the save is told', () => {
  const player = ready();
  assert.deepEqual(player.play(running, saved(100, 'A.cs')), [{ do: 'compile', files: ['A.cs'] }]);
  assert.equal(player.phase, 'computing');
  assert.deepEqual(player.play(running, update(0)), [{ do: 'apply', updates: [0] }]);
  assert.equal(player.phase, 'applying');
  assert.deepEqual(player.play(running, { kind: 'applied', at: 500 }), [
    { do: 'tell', outcome: { kind: 'applied', milliseconds: 400 } },
  ]);
  assert.equal(player.phase, 'idle');
});

test('a save that changes no code is told as such', () => {
  const player = ready();
  const effects = player.play(running, saved(0, 'A.cs'), compiled({ kind: 'no change' }));
  assert.deepEqual(effects, [{ do: 'tell', outcome: { kind: 'no change' } }]);
  assert.equal(player.phase, 'idle');
});

test('files that are saved before the compiler is ready are compiled when it is', () => {
  const player = new Player();
  assert.deepEqual(player.play(running, saved(0, 'A.cs')), [{ do: 'start' }]);
  assert.deepEqual(player.play(running, saved(5, 'B.cs', 'A.cs')), []);
  assert.deepEqual(player.play(running, { kind: 'ready' }), [
    { do: 'compile', files: ['A.cs', 'B.cs'] },
  ]);
});

test('the compiler starts once, at the first sign of a change', () => {
  const player = new Player();
  assert.deepEqual(player.play(stopped, { kind: 'continued' }, { kind: 'loaded', at: 0 }), []);
  assert.equal(player.phase, 'asleep');
  assert.deepEqual(player.play(running, { kind: 'expected' }), [{ do: 'start' }]);
  assert.deepEqual(player.play(running, { kind: 'expected' }), []);
  assert.deepEqual(player.play(running, { kind: 'ready' }), []);
  assert.equal(player.phase, 'idle');
  assert.deepEqual(player.play(running, { kind: 'expected' }), []);
});

test('files that are saved during a compilation are compiled together after it was applied', () => {
  const player = ready();
  player.play(running, saved(0, 'A.cs'), saved(50, 'B.cs'), saved(60, 'A.cs'), update(0));
  assert.deepEqual(player.play(running, { kind: 'applied', at: 70 }), [
    { do: 'tell', outcome: { kind: 'applied', milliseconds: 70 } },
    { do: 'compile', files: ['B.cs', 'A.cs'] },
  ]);
  player.play(running, update(1));
  const [told] = player.play(running, { kind: 'applied', at: 90 });
  assert.deepEqual(told, { do: 'tell', outcome: { kind: 'applied', milliseconds: 40 } });
});

test('updates of a stopped page are held until it continues, and applied together', () => {
  const player = ready();
  assert.deepEqual(player.play(stopped, saved(0, 'A.cs'), update(0)), [
    { do: 'tell', outcome: { kind: 'held', until: 'continued' } },
  ]);
  assert.equal(player.phase, 'held');
  player.play(stopped, saved(10, 'A.cs'), update(1));
  assert.deepEqual(player.play(running, { kind: 'continued' }), [{ do: 'apply', updates: [0, 1] }]);
  assert.deepEqual(player.play(running, { kind: 'applied', at: 1000 }), [
    { do: 'tell', outcome: { kind: 'applied', milliseconds: 1000 } },
  ]);
});

test('a page that stops again before it took its updates keeps them', () => {
  const player = ready();
  player.play(stopped, saved(0, 'A.cs'), update(0), { kind: 'continued' });
  assert.equal(player.phase, 'held');
});

test('a page that continues during a compilation takes all updates after it', () => {
  for (const compilation of [errors, restart, { kind: 'no change' } as const]) {
    const player = ready();
    player.play(stopped, saved(0, 'A.cs'), update(0), saved(10, 'A.cs'));
    const effects = player.play(running, { kind: 'continued' }, compiled(compilation));
    assert.deepEqual(effects.at(-1), { do: 'apply', updates: [0] });
  }
});

test('updates of a page that loads wait for it', () => {
  const player = ready();
  assert.deepEqual(player.play(loading, saved(0, 'A.cs'), update(0)), [
    { do: 'tell', outcome: { kind: 'held', until: 'loaded' } },
  ]);
  assert.deepEqual(player.play(running, { kind: 'loaded', at: 30 }), [
    { do: 'tell', outcome: { kind: 'applied', milliseconds: 30 } },
  ]);
  assert.equal(player.phase, 'idle');
});

test('a page that is left while it applies an update gets it with the next document', () => {
  const player = ready();
  player.play(running, saved(0, 'A.cs'), update(0));
  player.play(loading, { kind: 'left' });
  assert.equal(player.phase, 'held');
  player.play(running, { kind: 'loaded', at: 30 });
  assert.equal(player.phase, 'idle');
});

test('an update that only the next document has during a compilation is not applied again', () => {
  const player = ready();
  player.play(stopped, saved(0, 'A.cs'), update(0), saved(1, 'A.cs'));
  player.play(running, { kind: 'loaded', at: 2 });
  assert.deepEqual(player.play(running, update(1)), [{ do: 'apply', updates: [1] }]);
});

test('a document that refused an update gets no more, but the next one gets all', () => {
  const player = ready();
  const reason = 'The runtime failed.';
  assert.deepEqual(player.play(running, saved(0, 'A.cs'), update(0), { kind: 'refused', reason }), [
    { do: 'tell', outcome: { kind: 'refused', reason } },
  ]);
  assert.equal(player.phase, 'failed');
  assert.deepEqual(player.play(running, saved(10, 'A.cs'), update(1)), [
    { do: 'tell', outcome: { kind: 'held', until: 'loaded' } },
  ]);
  assert.equal(player.phase, 'failed');
  player.play(running, { kind: 'loaded', at: 20 });
  assert.equal(player.phase, 'idle');
  assert.deepEqual(player.play(running, saved(30, 'A.cs'), update(2)), [
    { do: 'apply', updates: [2] },
  ]);
});

test('errors in the sources fail until they are repaired', () => {
  const player = ready();
  assert.deepEqual(player.play(running, saved(0, 'A.cs'), compiled(errors)), [
    { do: 'tell', outcome: errors },
  ]);
  assert.equal(player.phase, 'failed');
  player.play(running, saved(10, 'A.cs'), update(0));
  assert.deepEqual(player.play(running, { kind: 'applied', at: 30 }), [
    { do: 'tell', outcome: { kind: 'applied', milliseconds: 20 } },
  ]);
  assert.equal(player.phase, 'idle');
});

test('changes that need a restart are told again until they are undone', () => {
  const player = ready();
  player.play(running, saved(0, 'A.cs'), compiled(restart));
  assert.equal(player.phase, 'needs restart');
  player.play(running, saved(10, 'A.cs'), compiled(restart));
  assert.equal(player.phase, 'needs restart');
  player.play(running, saved(20, 'A.cs'), compiled({ kind: 'no change' }));
  assert.equal(player.phase, 'idle');
});

test('held updates that a page takes after errors leave the errors in place', () => {
  const player = ready();
  player.play(stopped, saved(0, 'A.cs'), update(0), saved(10, 'A.cs'), compiled(errors));
  assert.equal(player.phase, 'failed');
  player.play(running, { kind: 'continued' }, { kind: 'applied', at: 20 });
  assert.equal(player.phase, 'failed');
});

const facts = fc.constantFrom(running, stopped, loading);
const compilation = fc.oneof(
  fc.constantFrom<Compilation>(errors, restart, { kind: 'no change' }),
  fc.constant<Compilation>({ kind: 'update', update: -1 }),
);
const at = fc.nat(1000);
const input: fc.Arbitrary<HotReloadInput> = fc.oneof(
  fc.record({
    kind: fc.constant('saved' as const),
    files: fc.array(fc.constantFrom('A.cs', 'B.razor'), { minLength: 1 }),
    at,
  }),
  fc.record({ kind: fc.constant('compiled' as const), compilation }),
  fc.record({ kind: fc.constantFrom('applied' as const, 'loaded'), at }),
  fc.constantFrom<HotReloadInput>(
    { kind: 'expected' },
    { kind: 'ready' },
    { kind: 'continued' },
    { kind: 'left' },
    { kind: 'refused', reason: '' },
  ),
) as fc.Arbitrary<HotReloadInput>;

/** Gives each update its own number. */
function numbered(one: HotReloadInput, number: number): HotReloadInput {
  const isUpdate = one.kind === 'compiled' && one.compilation.kind === 'update';
  return isUpdate ? update(number) : one;
}

test('no document gets an update twice, before an earlier one, or while it is stopped', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(input, facts), { maxLength: 60 }), (inputs) => {
      let state: HotReloadState = firstHotReload;
      let next = 0;
      for (const [index, [one, now]] of inputs.entries()) {
        const wasApplying = state.phase === 'applying';
        const [after, ...effects] = nextHotReload(state, numbered(one, index), now);
        for (const effect of effects) {
          if (effect.do !== 'apply') continue;
          assert.ok(now.isLoaded && !now.isStopped);
          assert.ok(effect.updates.every((number) => number >= next));
          assert.deepEqual(
            effect.updates.toSorted((a, b) => a - b),
            effect.updates,
          );
        }
        const isDone = wasApplying && one.kind === 'applied';
        if (isDone && state.phase !== 'over') next = (state.updates.at(-1) ?? -1) + 1;
        state = after;
      }
    }),
  );
});

test('saved files are always compiled or wait for what is under way', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(input, facts), { maxLength: 60 }), (inputs) => {
      let state: HotReloadState = firstHotReload;
      for (const [one, now] of inputs) {
        [state] = nextHotReload(state, one, now);
        const isBusy = ['starting', 'computing', 'applying'].includes(state.phase);
        assert.ok(state.phase === 'over' || isBusy || state.saved.length === 0);
      }
    }),
  );
});
