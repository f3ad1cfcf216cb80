import assert from 'node:assert/strict';
import { test } from 'node:test';

import { about, goodRun, logs, meet, say } from '../../../tools/controller/fixtures/meeting.ts';

const start = about('processRestarted', { pid: 4711 });
const end = about('sessionTerminated', { exit_code: 0 });

void test('it keeps notifications that arrive before the response to the PUT', async (context) => {
  const meeting = await meet(context);
  const socket = await meeting.connect();
  meeting.endpoint.script = async () => {
    say(socket, start, logs('early'));
    await meeting.controller.roundTrip();
    return { status: 201, headers: { location: '/run_session/s1' } };
  };
  const session = await meeting.controller.runSession(goodRun);
  assert.equal(await session.started, 4711);
  assert.equal(session.stdout, 'early\n');
  meeting.controller.assertClean();
});

void test('it reports early notifications that belong to no response', async (context) => {
  const meeting = await meet(context);
  const socket = await meeting.connect();
  meeting.endpoint.script = async () => {
    say(socket, start);
    await meeting.controller.roundTrip();
    meeting.controller.assertClean();
    return { status: 201, headers: { location: '/run_session/s2' } };
  };
  await meeting.controller.runSession(goodRun);
  meeting.assertViolations(["Session s1: it is not this controller's"]);
});

void test('it allows one unknown session for each PUT that it gave up', async (context) => {
  const meeting = await meet(context);
  const socket = await meeting.connect();
  meeting.endpoint.script = () => undefined;
  const giveUp = new AbortController();
  const run = meeting.controller.runSession(goodRun, { signal: giveUp.signal });
  await meeting.endpoint.requests.next();
  giveUp.abort();
  await assert.rejects(run, { name: 'AbortError' });
  say(socket, start);
  await meeting.controller.roundTrip();
  meeting.controller.assertClean();
  say(socket, { ...start, session_id: 'second' });
  await meeting.controller.roundTrip();
  meeting.assertViolations(['Session second']);
});

void test('it reports an id that is used twice', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.script = () => ({ status: 201, headers: { location: '/run_session/s1' } });
  await meeting.controller.runSession(goodRun);
  await meeting.controller.runSession(goodRun);
  meeting.assertViolations(['Session s1: its id was given out twice']);
});

void test('it reports an unknown session although another request is pending', async (context) => {
  const meeting = await meet(context);
  const socket = await meeting.connect();
  meeting.endpoint.script = async () => {
    say(socket, start);
    await meeting.controller.roundTrip();
    meeting.assertViolations(["Session s1: it is not this controller's"]);
    return { status: 204 };
  };
  await meeting.controller.stopSession('unknown');
});

void test('observers receive notifications until they unsubscribe', async (context) => {
  const meeting = await meet(context);
  const { socket } = await meeting.startSession();
  const heard: unknown[] = [];
  const ignore = meeting.controller.observe((notification) => heard.push(notification));
  say(socket, start);
  await meeting.controller.roundTrip();
  ignore();
  say(socket, end);
  await meeting.controller.roundTrip();
  assert.deepEqual(heard, [start]);
});

void test('a failed wait shows neither the token nor values of variables', async (context) => {
  const meeting = await meet(context);
  const socket = await meeting.connect();
  const env = [{ name: 'KEY', value: 'hidden-value' }];
  const session = await meeting.controller.runSession({ ...goodRun, env });
  say(socket, start, logs('the-secret-token hidden-value'));
  await meeting.controller.roundTrip();
  const waiting = session.terminatedWithin(1);
  meeting.clock.advance(1);
  await assert.rejects(waiting, /stdout "‹concealed› ‹concealed›/);
});

void test('a refused PUT does not account for an unknown session, which is reported once', async (context) => {
  const meeting = await meet(context);
  const socket = await meeting.connect();
  const body = { error: { code: 'NoSuchType', message: 'Nothing launches this.' } };
  meeting.endpoint.script = () => ({ status: 400, body });
  await assert.rejects(meeting.controller.runSession(goodRun));
  say(socket, start, end);
  await meeting.controller.roundTrip();
  meeting.assertViolations(["Session s1: it is not this controller's"]);
});
