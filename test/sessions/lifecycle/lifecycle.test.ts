import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { getExpiry, type SessionCondition } from '../../../src/protocol/ideSession.ts';
import type { SessionsOptions } from '../../../src/sessions/sessions.ts';
import type { FakeRun } from '../../../tools/fixtures/sessions/fakeRunner.ts';
import {
  openFixture,
  type SessionFixture,
} from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const minute = 60_000;

async function open(
  context: TestContext,
  lifecycle: SessionsOptions['lifecycle'],
  options: Partial<SessionsOptions> = {},
): Promise<SessionFixture> {
  const fixture = await openFixture(context, { ...options, ...(lifecycle && { lifecycle }) });
  fixture.runner.onStop = ({ events }) => events.ended(143);
  return fixture;
}

/** Starts a session whose program runs. */
async function startRunning(fixture: SessionFixture): Promise<{ name: string; run: FakeRun }> {
  const name = fixture.start();
  await turn();
  const started = fixture.runner.of(name);
  started.events.started(7);
  return { name, run: started };
}

async function advance({ clock }: SessionFixture, milliseconds: number): Promise<void> {
  clock.advance(milliseconds);
  await settle();
}

/** Lets a check of the rules and the request to stop that follows it take place. */
async function settle(): Promise<void> {
  await turn();
  await turn();
}

function expiry(fixture: SessionFixture, name: string): Partial<SessionCondition> {
  return getExpiry<SessionCondition>(fixture.session(name)) ?? {};
}

function messages(fixture: SessionFixture, name: string): readonly string[] {
  return fixture
    .notifications(name)
    .flatMap((told) => (told.notification_type === 'sessionMessage' ? [told.message] : []));
}

test('without rules, no session is stopped or has a time at which it will be', async (context) => {
  const fixture = await open(context, undefined);
  const { name } = await startRunning(fixture);
  await advance(fixture, 1_000_000 * minute);
  assert.equal(fixture.state(name), 'Running');
  assert.deepEqual(expiry(fixture, name), {});
});

test('an idle session is stopped at the time that its status shows', async (context) => {
  const fixture = await open(context, { idleStop: 30 * minute });
  const { name } = await startRunning(fixture);
  assert.deepEqual(expiry(fixture, name), {
    type: 'Expired',
    status: 'False',
    reason: 'Idle',
    message:
      'The session will be stopped at 2026-01-02T03:34:05Z if it stays idle, which it may be for 30 minutes.',
    lastTransitionTime: '2026-01-02T03:04:05Z',
  });
  await advance(fixture, 30 * minute - 1);
  assert.equal(fixture.state(name), 'Running');
  await advance(fixture, 1);
  assert.equal(fixture.state(name), 'Stopped');
  const why = 'The session was stopped because it was idle for 30 minutes.';
  assert.deepEqual(expiry(fixture, name), {
    type: 'Expired',
    status: 'True',
    reason: 'Idle',
    message: why,
    lastTransitionTime: '2026-01-02T03:34:05Z',
  });
  assert.deepEqual(messages(fixture, name), [why]);
  assert.equal(fixture.heard(name).at(-1), 'sessionTerminated');
});

test('output puts the stop of an idle session off', async (context) => {
  const fixture = await open(context, { idleStop: 30 * minute });
  const { name, run: started } = await startRunning(fixture);
  for (let times = 0; times < 5; times++) {
    await advance(fixture, 20 * minute);
    started.write('a request\n');
  }
  assert.match(expiry(fixture, name).message ?? '', / at 2026-01-02T05:14:05Z /);
  assert.equal(expiry(fixture, name).lastTransitionTime, '2026-01-02T03:04:05Z');
  await advance(fixture, 30 * minute);
  assert.equal(fixture.state(name), 'Stopped');
});

test('a program that writes often changes the status at most once a minute', async (context) => {
  const fixture = await open(context, { idleStop: 30 * minute });
  const { name, run: started } = await startRunning(fixture);
  const before = fixture.changes.length;
  for (let times = 0; times < 600; times++) {
    await advance(fixture, 1_000);
    started.write('a request\n');
  }
  assert.equal(fixture.changes.length - before, 10);
  await advance(fixture, 30 * minute - 1);
  assert.equal(fixture.state(name), 'Running');
  await advance(fixture, 1);
  assert.equal(fixture.state(name), 'Stopped');
});

test('a debugged program is not idle, and begins to be when its debugger detaches', async (context) => {
  const fixture = await open(context, { idleStop: minute });
  const { name, run: started } = await startRunning(fixture);
  started.events.debugging?.(true);
  assert.deepEqual(expiry(fixture, name), {});
  await advance(fixture, 60 * minute);
  assert.equal(fixture.state(name), 'Running');
  started.events.debugging?.(false);
  await advance(fixture, minute - 1);
  assert.equal(fixture.state(name), 'Running');
  await advance(fixture, 1);
  assert.equal(fixture.state(name), 'Stopped');
});

test('a session is not idle while its program is built or replaced', async (context) => {
  const fixture = await open(context, { idleStop: minute });
  const name = fixture.start();
  await advance(fixture, 60 * minute);
  const { events } = fixture.runner.of(name);
  events.started(1);
  events.recreation?.({ kind: 'preparing' });
  await advance(fixture, 60 * minute);
  assert.equal(fixture.state(name), 'Running');
  events.recreation?.({ kind: 'launching' });
  events.started(2);
  events.recreation?.({ kind: 'done' });
  await advance(fixture, minute);
  assert.equal(fixture.state(name), 'Stopped');
});

test('a session with connected clients is not stopped until they have left', async (context) => {
  const asked: number[] = [];
  let isConnected = true;
  const fixture = await open(
    context,
    { idleStop: minute },
    {
      isConnected: (pid) => {
        asked.push(pid);
        return Promise.resolve(isConnected);
      },
    },
  );
  const { name } = await startRunning(fixture);
  await advance(fixture, minute);
  assert.equal(fixture.state(name), 'Running');
  assert.match(expiry(fixture, name).message ?? '', / at 2026-01-02T03:06:05Z /);
  isConnected = false;
  await advance(fixture, minute);
  assert.equal(fixture.state(name), 'Stopped');
  assert.deepEqual(asked, [7, 7]);
});

test('a session that is used during the check of its connections is not stopped', async (context) => {
  const checks: ((isConnected: boolean) => void)[] = [];
  const fixture = await open(
    context,
    { idleStop: minute },
    { isConnected: () => new Promise((resolve) => checks.push(resolve)) },
  );
  const { name, run: started } = await startRunning(fixture);
  await advance(fixture, minute);
  started.write('a request\n');
  checks.shift()?.(false);
  await advance(fixture, minute - 1);
  assert.equal(fixture.state(name), 'Running');
  await advance(fixture, 1);
  started.events.ended(0);
  checks.shift()?.(false);
  await turn();
  assert.equal(fixture.session(name).status.exitCode, 0);
  assert.deepEqual(expiry(fixture, name), {});
});

const exempt = {
  'a browser': { launchConfiguration: { type: 'browser', url: 'http://localhost' } },
  'an app with a page': {
    launchConfiguration: { type: 'project', project_path: '/Web.csproj' },
    intent: { kind: 'app', browser: undefined, url: undefined },
  },
  'a controller': {
    launchConfiguration: { type: 'project', project_path: '/AppHost.csproj' },
    intent: { kind: 'controller' },
  },
} as const;

for (const [what, spec] of Object.entries(exempt)) {
  test(`${what} is never idle`, async (context) => {
    const fixture = await open(context, { idleStop: minute });
    const { name } = fixture.sessions.create({ kind: 'user' }, { ...spec, env: [] }).metadata;
    fixture.sessions.start(name);
    await turn();
    fixture.runner.of(name).events.started(1);
    await advance(fixture, 60 * minute);
    assert.equal(fixture.state(name), 'Running');
  });
}

test('a session is stopped when its time is over, even if it is debugged or still builds', async (context) => {
  const fixture = await open(context, { timeToLive: 480 * minute, idleStop: 30 * minute });
  const { name, run: started } = await startRunning(fixture);
  const building = fixture.start();
  await turn();
  started.events.debugging?.(true);
  assert.equal(
    expiry(fixture, name).message,
    'The session will be stopped at 2026-01-02T11:04:05Z, 8 hours after its start.',
  );
  await advance(fixture, 480 * minute - 1);
  assert.deepEqual(
    [name, building].map((one) => fixture.state(one)),
    ['Running', 'Starting'],
  );
  await advance(fixture, 1);
  assert.deepEqual(
    [name, building].map((one) => fixture.state(one)),
    ['Stopped', 'Stopped'],
  );
  assert.deepEqual(messages(fixture, name), ['The session was stopped 8 hours after its start.']);
});

test('a restart does not prolong the life of a session', async (context) => {
  const fixture = await open(context, { timeToLive: 2 * minute });
  const { name, run: started } = await startRunning(fixture);
  await advance(fixture, minute);
  started.events.started(8);
  await advance(fixture, minute);
  assert.equal(fixture.state(name), 'Stopped');
});

test('a jump of the wall clock stops nothing', async (context) => {
  const fixture = await open(context, { timeToLive: 2 * minute, idleStop: minute });
  const { name } = await startRunning(fixture);
  fixture.clock.jump(600 * minute);
  await advance(fixture, minute - 1);
  assert.equal(fixture.state(name), 'Running');
});

test('the status of a session that has ended or is stopped shows no planned time', async (context) => {
  const fixture = await open(context, { timeToLive: 2 * minute });
  const ended = await startRunning(fixture);
  ended.run.events.ended(0);
  assert.deepEqual(expiry(fixture, ended.name), {});
  fixture.runner.onStop = () => {};
  const stopped = await startRunning(fixture);
  fixture.sessions.stop(stopped.name);
  assert.equal(fixture.state(stopped.name), 'Stopping');
  assert.deepEqual(expiry(fixture, stopped.name), {});
  assert.equal(messages(fixture, stopped.name).length, 0);
});

test('a session that was not started is outside of every rule', async (context) => {
  const fixture = await open(context, { timeToLive: minute, idleStop: minute, maxSessions: 1 });
  const name = fixture.create();
  await advance(fixture, 600 * minute);
  assert.deepEqual([fixture.state(name), expiry(fixture, name)], ['', {}]);
  const { name: other } = await startRunning(fixture);
  assert.equal(fixture.state(other), 'Running');
});

test('a session beyond the maximum fails, and the others run on', async (context) => {
  const fixture = await open(context, { maxSessions: 2 });
  const first = await startRunning(fixture);
  const second = await startRunning(fixture);
  const third = fixture.start();
  await turn();
  const { message, reason, state } = fixture.session(third).status;
  assert.deepEqual([state, reason], ['Failed', 'TooManySessions']);
  assert.match(
    message ?? '',
    /was not started, because no more than 2 may run at the same time\. Stop/,
  );
  assert.equal(fixture.runner.find(third), undefined);
  assert.deepEqual(fixture.heard(third).slice(-2), ['sessionMessage', 'sessionTerminated']);
  assert.deepEqual(
    [first, second].map(({ name }) => fixture.state(name)),
    ['Running', 'Running'],
  );
});

test('a session that was asked to stop makes room for another one', async (context) => {
  const fixture = await open(context, { maxSessions: 1 });
  fixture.runner.onStop = () => {};
  const first = await startRunning(fixture);
  fixture.sessions.stop(first.name);
  assert.equal(fixture.state(first.name), 'Stopping');
  const second = await startRunning(fixture);
  assert.equal(fixture.state(second.name), 'Running');
  first.run.events.ended(0);
  const third = fixture.start();
  await turn();
  assert.equal(fixture.state(third), 'Failed');
});
