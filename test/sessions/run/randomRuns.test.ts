import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../../tools/fixtures/property.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';
import { Play, type Scenario, scenario } from './play.ts';

async function play(one: Scenario): Promise<Play> {
  const played = new Play(one);
  for (const each of one.actions) await played.do(each);
  return played;
}

/** Plays a scenario to its end: the run is stopped, and its programs exit. */
async function playToEnd(one: Scenario): Promise<Play> {
  const played = await play(one);
  for (const each of ['stop', 'turn'] as const) await played.do({ do: each });
  await played.do({ do: 'answer', isDone: true });
  await played.do({ do: 'exit', isFailure: false });
  await turn();
  return played;
}

function check(name: string, property: (played: Play) => void): void {
  test(name, async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (one) => property(await playToEnd(one))),
      { numRuns: 500 },
    );
  });
}

check('launches and strategies follow one another, in the requested mode', (played) => {
  assert.deepEqual(played.violations, []);
});

check('a stopped run whose program has exited ends once', ({ supervised }) => {
  assert.equal(supervised.ends.length, 1);
  assert.ok(['ended', 'failed'].includes(supervised.reports.at(-1) ?? ''));
  assert.ok(supervised.attachable.isDisposed);
});

check('nothing is launched after a stop', ({ launchesAtStop, supervised }) => {
  assert.equal(supervised.launches.length, launchesAtStop);
});

check('every start of the current launch is reported in order, and no late one', (played) => {
  assert.deepEqual(played.supervised.pids, played.pids);
});

check('the run ends like its last launch', ({ outcomes, supervised }) => {
  const [end] = supervised.ends;
  const last = outcomes.at(-1);
  if (last?.kind === 'failed' && end?.kind === 'ended') {
    assert.equal(end.exitCode, undefined);
    assert.ok(supervised.launch.ends > 0, 'only failures after a requested end go unreported');
  } else assert.deepEqual(end, last);
});

check('a launch is asked to end at most once', ({ supervised }) => {
  for (const launch of supervised.launches) assert.ok(launch.ends <= 1);
});

check('every strategy is closed once', ({ supervised }) => {
  for (const { closes } of supervised.strategies) assert.equal(closes.length, 1);
});

check('a run continues if and only if its launch was ended for another', ({ supervised }) => {
  for (const launch of supervised.launches.slice(0, -1)) assert.equal(launch.ends, 1);
});

check('no preparation outlives the run', (played) => {
  for (const { signal } of played.takePreparations()) assert.ok(signal.aborted);
});

check('a recreation ends with the next program, a failure or the run', ({ supervised }) => {
  const kinds = supervised.recreations.join(' ');
  assert.match(kinds, /^((preparing (launching )?(done|failed) ?)*(preparing ?(launching)?)?)$/);
});
