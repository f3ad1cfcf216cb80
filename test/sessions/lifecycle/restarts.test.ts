import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { getExpiry } from '../../../src/protocol/ideSession.ts';
import { superviseRun } from '../../../src/sessions/run/supervisor.ts';
import type { Runner } from '../../../src/sessions/runner.ts';
import type { Sessions } from '../../../src/sessions/sessions.ts';
import { traceRunner } from '../../../src/trace/edges/tracedRunner.ts';
import { TraceRecorder } from '../../../src/trace/traceRecorder.ts';
import { type FakeLaunch, FakeStrategy } from '../../../tools/fixtures/fakeStrategies.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const minute = 60_000;

/** An idle session with a supervised run, half a minute before it is stopped. */
async function openIdle(context: TestContext) {
  const launches: FakeLaunch[] = [];
  const supervised: Runner = {
    run: (_, events) =>
      superviseRun({
        mode: 'NoDebug',
        create: (mode, requestRestart) =>
          new FakeStrategy(mode, requestRestart, (launch) => launches.push(launch)),
        events,
      }),
  };
  const recorder = new TraceRecorder({ clock: new ManualClock(), version: '1.0.0' });
  const runner = traceRunner(supervised, recorder);
  const fixture = await openFixture(context, { runner, lifecycle: { idleStop: minute } });
  const name = fixture.start();
  await turn();
  const launch = (): FakeLaunch => {
    const last = launches.at(-1);
    assert.ok(last);
    return last;
  };
  launch().events.started(1);
  const advance = async (milliseconds: number): Promise<void> => {
    fixture.clock.advance(milliseconds);
    await turn();
    await turn();
  };
  await advance(minute / 2);
  const isStopWanted = (): boolean => fixture.session(name).spec.desiredState === 'Stopped';
  return { advance, fixture, isStopWanted, launch, name };
}

/** What leads to a restart. */
const restarts: Readonly<
  Record<string, (sessions: Sessions, name: string, launch: FakeLaunch) => void>
> = {
  'a restart': (sessions, name) => sessions.restart(name),
  'the restart button of its debug session': (_sessions, _name, launch) =>
    launch.strategy.requestRestart(),
  'a debugger that can only be attached at the start': (sessions, name) =>
    sessions.changeDebugger(name, 'attachDebugger'),
};

for (const [what, restart] of Object.entries(restarts)) {
  test(`a session is not idle while its program is replaced after ${what}`, async (context) => {
    const { advance, fixture, isStopWanted, launch, name } = await openIdle(context);
    restart(fixture.sessions, name, launch());
    await advance(2 * minute);
    assert.equal(isStopWanted(), false);
    assert.equal(getExpiry(fixture.session(name)), undefined);
    launch().exit(0);
    await advance(2 * minute);
    assert.equal(isStopWanted(), false);
    launch().events.started(2);
    await advance(minute - 1);
    assert.equal(isStopWanted(), false);
    await advance(1);
    assert.equal(isStopWanted(), true);
  });
}

test('a session is not idle while its debugger restarts the program', async (context) => {
  const { advance, fixture, isStopWanted, launch, name } = await openIdle(context);
  launch().strategy.controls = { restart: () => {} };
  fixture.sessions.restart(name);
  await advance(2 * minute);
  assert.equal(isStopWanted(), false);
  launch().events.started(2);
  await advance(minute);
  assert.equal(isStopWanted(), true);
});

test('a session whose program starts while it is asked to end for a restart is not idle after that', async (context) => {
  const { advance, fixture, isStopWanted, launch, name } = await openIdle(context);
  fixture.sessions.restart(name);
  launch().events.started(2);
  launch().exit(0);
  await turn();
  await advance(2 * minute);
  assert.equal(isStopWanted(), false);
});
