import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ManualClock } from '../../../tools/controller/fixtures/manualClock.ts';
import type { Notification } from '../../../tools/controller/notification.ts';
import { Secrets } from '../../../tools/controller/secrets.ts';
import { Session } from '../../../tools/controller/session.ts';

function newSession(): { session: Session; clock: ManualClock; secrets: Secrets } {
  const clock = new ManualClock();
  const secrets = new Secrets();
  return { session: new Session('s1', clock, secrets), clock, secrets };
}

const started = (pid?: number): Notification => ({
  notification_type: 'processRestarted',
  session_id: 's1',
  ...(pid === undefined ? {} : { pid }),
});
const ended = (exit_code?: number): Notification => ({
  notification_type: 'sessionTerminated',
  session_id: 's1',
  ...(exit_code === undefined ? {} : { exit_code }),
});
const wrote = (log_message: string, is_std_err = false): Notification => ({
  notification_type: 'serviceLogs',
  session_id: 's1',
  is_std_err,
  log_message,
});

void test('a session collects its notifications', async () => {
  const { session } = newSession();
  const message = {
    notification_type: 'sessionMessage',
    session_id: 's1',
    level: 'info',
    message: 'x',
  } as const;
  const heard = [
    started(1),
    wrote('a'),
    wrote('b', true),
    message,
    started(),
    wrote('c'),
    started(2),
    ended(3),
  ];
  heard.forEach((notification) => session.accept(notification));
  assert.deepEqual(session.notifications, heard);
  assert.deepEqual(session.pids, [1, 2]);
  assert.deepEqual([session.stdout, session.stderr], ['a\nc\n', 'b\n']);
  assert.deepEqual(session.messages, [message]);
  assert.equal(await session.started, 1);
  assert.equal(await session.restarted(), undefined);
  assert.equal(await session.restarted(2), 2);
  assert.deepEqual(await session.terminated, { exitCode: 3 });
  assert.deepEqual(await session.terminatedWithin(0), { exitCode: 3 });
});

void test('an exit code that is too large is unknown', async () => {
  const codes: [told: number | undefined, known: number | undefined][] = [
    [undefined, undefined],
    [0, 0],
    [-(2 ** 31), -(2 ** 31)],
    [-(2 ** 31) - 1, undefined],
    [2 ** 32 - 1, 2 ** 32 - 1],
    [2 ** 32, undefined],
  ];
  for (const [told, known] of codes) {
    const { session } = newSession();
    session.accept(ended(told));
    assert.equal((await session.terminated).exitCode, known);
  }
});

void test('the first of two ends counts', async () => {
  const { session } = newSession();
  session.accept(ended(1));
  session.accept(ended(2));
  assert.deepEqual(
    [session.termination, await session.terminated],
    [{ exitCode: 1 }, { exitCode: 1 }],
  );
});

void test('a session that ends without a start has not started', async () => {
  const { session } = newSession();
  session.accept(ended());
  await assert.rejects(session.started, /ended without a start[^]*sessionTerminated/);
});

void test('waiting ends as soon as the condition is true', async () => {
  const { session, clock } = newSession();
  const waiting = session.waitFor(({ stdout }) => stdout.includes('ready'), 100);
  session.accept(wrote('getting'));
  session.accept(wrote('ready'));
  await waiting;
  assert.deepEqual(clock.pending, []);
});

void test('a condition that is already true needs no waiting', async () => {
  const { session } = newSession();
  session.accept(started());
  await session.waitFor(({ starts }) => starts === 1, 100);
});

void test('a timed-out wait reports what was received', async () => {
  const { session, clock } = newSession();
  const waiting = session.waitFor(() => false, 100, 'the answer');
  session.accept(started(7));
  session.accept(wrote('hello\n'));
  clock.advance(99);
  clock.advance(1);
  await assert.rejects(waiting, {
    message:
      'Session s1: the answer did not come within 100 ms. Heard so far (2), the last of it:\n' +
      '  processRestarted, process 7\n  stdout "hello\\n"',
  });
  const silent = newSession();
  const inVain = silent.session.restarted(1, 5);
  silent.clock.advance(5);
  await assert.rejects(inVain, /restart 1 did not come within 5 ms\. Nothing was heard/);
});

void test('a wait ends with the session', async () => {
  const { session } = newSession();
  const waiting = session.restarted(1);
  session.accept(started());
  session.accept(ended(0));
  await assert.rejects(waiting, /restart 1 did not come before the session ended/);
});

void test('a throwing predicate fails its own wait only', async () => {
  const { session } = newSession();
  const failing = session.waitFor(() => {
    throw new Error('broken');
  });
  const waiting = session.waitFor(({ starts }) => starts > 0);
  session.accept(started());
  await assert.rejects(failing, /broken/);
  await waiting;
});

void test('received data is shown without secrets and shortened', () => {
  const { session, secrets } = newSession();
  secrets.add('pass');
  secrets.add('key');
  secrets.add('on');
  secrets.add('password');
  secrets.add('C:\\secret "place"');
  secrets.addEnvironment({ env: [{ name: 'A', value: 'from env' }, { name: 'B' }, 5] });
  secrets.addEnvironment('no object');
  session.accept(wrote('password, C:\\secret "place", from env, key, on\n'));
  session.accept(wrote('x'.repeat(10_000)));
  const heard = session.heard();
  assert.ok(
    heard.includes('stdout "‹concealed›, ‹concealed›, ‹concealed›, ‹concealed›, on\\n"'),
    heard,
  );
  assert.ok(heard.length < 500);
});
