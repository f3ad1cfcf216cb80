import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { HumanError } from '../../src/common/humanError.ts';
import type { SessionCondition } from '../../src/protocol/ideSession.ts';
import { sessionErrors } from '../../src/sessions/errors.ts';
import type { FakeRun } from '../../tools/fixtures/sessions/fakeRunner.ts';
import { openFixture, type SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

interface Running {
  readonly fixture: SessionFixture;
  readonly name: string;
  readonly run: FakeRun;
  readonly condition: () => SessionCondition | undefined;
}

async function start(context: TestContext): Promise<Running> {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.started(1);
  const condition = (): SessionCondition | undefined =>
    fixture.session(name).status.conditions?.find(({ type }) => type === 'Recreated');
  return { fixture, name, run, condition };
}

/** The messages and log lines of a session, in order. */
function texts({ fixture, name }: Running): readonly string[] {
  return fixture
    .notifications(name)
    .flatMap((told) =>
      told.notification_type === 'sessionMessage'
        ? [`message: ${told.message}`]
        : told.notification_type === 'serviceLogs'
          ? [told.log_message]
          : [],
    );
}

test('a recreation is followed by a condition until the program is replaced', async (context) => {
  const { condition, fixture, name, run } = await start(context);
  assert.deepEqual(fixture.sessions.recreate(name), { kind: 'accepted' });
  assert.equal(run.recreations, 1);
  const seen: (string | undefined)[] = [];
  for (const kind of ['preparing', 'launching', 'done'] as const) {
    run.events.recreation?.({ kind });
    seen.push(`${condition()?.status} ${condition()?.reason}`);
  }
  assert.deepEqual(seen, ['Unknown Preparing', 'Unknown Launching', 'True ProgramReplaced']);
  assert.equal(condition()?.lastTransitionTime, '2026-01-02T03:04:05Z');
});

test('the build of the next program is in the log in whole lines, before its result', async (context) => {
  const running = await start(context);
  const { condition, fixture, name, run } = running;
  let atResult: readonly string[] = [];
  fixture.sessions.changes(() => {
    if (condition()?.status === 'False') atResult = texts(running);
  });
  run.events.recreation?.({ kind: 'preparing' });
  void run.events.output('stderr', Buffer.from('half a line'));
  run.events.note?.('Building…\nError in ');
  run.events.note?.('a.cs');
  const reason = 'Shop could not be built.';
  const error = sessionErrors.ProgramNotReplaced({ reason });
  run.events.recreation?.({ kind: 'failed', error });
  assert.deepEqual(atResult, [
    'half a line',
    'Building…',
    'Error in a.cs',
    `The program was not replaced and runs on. ${reason}`,
    `message: The program was not replaced and runs on. ${reason}`,
  ]);
  assert.equal(condition()?.reason, 'ProgramNotReplaced');
  assert.equal(fixture.state(name), 'Running');
});

test('a recreation that its session interrupts has failed', async (context) => {
  const { condition, run } = await start(context);
  run.events.recreation?.({ kind: 'launching' });
  run.events.failed(new HumanError('Broken', 'It broke.'));
  assert.deepEqual([condition()?.status, condition()?.reason], ['False', 'RecreationInterrupted']);
});

test('only running sessions are recreated, one at a time', async (context) => {
  const { fixture, name, run } = await start(context);
  const { sessions } = fixture;
  assert.deepEqual(sessions.recreate('other'), { kind: 'unknown' });
  const created = fixture.create();
  assert.deepEqual(sessions.recreate(created), { kind: 'busy', with: 'not running' });
  sessions.start(created);
  assert.deepEqual(sessions.recreate(created), { kind: 'busy', with: 'launching' });
  run.activity = 'recreating';
  assert.deepEqual(sessions.recreate(name), { kind: 'busy', with: 'recreating' });
  run.activity = undefined;
  sessions.stop(name);
  assert.deepEqual(sessions.recreate(name), { kind: 'busy', with: 'ending' });
  run.events.ended(0);
  assert.deepEqual(sessions.recreate(name), { kind: 'busy', with: 'not running' });
  assert.equal(run.recreations, 0);
});
