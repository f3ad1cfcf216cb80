import assert from 'node:assert/strict';
import { test } from 'node:test';

import { about, logs, meet, say } from '../../../tools/controller/fixtures/meeting.ts';

const start = about('processRestarted', { pid: 4711 });
const end = about('sessionTerminated', { exit_code: 0 });
const message = (properties: object): object => about('sessionMessage', { ...properties });

const lives: [title: string, heard: unknown[]][] = [
  ['a whole life', [start, logs('one\ntwo'), logs('three'), end]],
  [
    'a start without pid and an end without exit code',
    [about('processRestarted'), about('sessionTerminated')],
  ],
  ['an end without a start', [end]],
  ['empty lines', [start, logs(''), logs('one\n'), logs('\n', true), end]],
  ['the log of two processes', [start, logs('one'), start, logs('two'), end]],
  ['two streams in turns', [start, logs('out'), logs('err', true), end]],
  ['a U+FFFD in the text', [start, logs('\uFFFD'), end]],
  [
    'messages of every level',
    [
      message({ level: 'info', message: 'Building' }),
      message({ level: 'debug', message: 'Built' }),
      message({
        level: 'error',
        message: 'No',
        code: 'BuildFailed',
        details: [{ code: 'CS1', message: 'x' }],
      }),
    ],
  ],
  ['a newline after the object', [`${JSON.stringify(start)}\n`]],
  [
    'the greatest numbers',
    [
      about('processRestarted', { pid: 2 ** 32 - 1 }),
      about('sessionTerminated', { exit_code: 2 ** 32 - 1 }),
    ],
  ],
  ['unknown properties', [{ ...start, colour: 'red' }]],
  [
    'a session that does not start, with the reason',
    [about('serviceLogs', { is_std_err: true, log_message: 'x' }), end],
  ],
];

for (const [title, heard] of lives) {
  void test(`it accepts ${title}`, async (context) => {
    const meeting = await meet(context);
    const { socket } = await meeting.startSession();
    say(socket, ...heard);
    await meeting.controller.roundTrip();
    meeting.controller.assertClean();
    assert.equal(meeting.controller.session('s1').notifications.length, heard.length);
  });
}

const breaches: [title: string, heard: unknown[], violations: string[]][] = [
  [
    'an unknown type',
    [about('processPaused')],
    ['"processPaused": the notification type is unknown'],
  ],
  ['a missing type', [{ session_id: 's1' }], ['notification_type is missing', 'type is unknown']],
  ['a negative pid', [about('processRestarted', { pid: -1 })], ['pid is outside uint32']],
  [
    'a pid that is too large',
    [about('processRestarted', { pid: 2 ** 32 })],
    ['pid is outside uint32'],
  ],
  ['a null pid', [about('processRestarted', { pid: null })], ['pid is not an integer']],
  [
    'a negative exit code',
    [start, about('sessionTerminated', { exit_code: -1 })],
    ['exit_code is outside uint32'],
  ],
  [
    'an exit code that is too large',
    [start, about('sessionTerminated', { exit_code: 2 ** 32 })],
    ['exit_code is outside uint32'],
  ],
  [
    'a wrong pid at the end',
    [start, about('sessionTerminated', { pid: -1 })],
    ['pid is outside uint32'],
  ],
  [
    'a missing is_std_err',
    [start, about('serviceLogs', { log_message: 'x' })],
    ['is_std_err is missing'],
  ],
  [
    'a missing log_message',
    [start, about('serviceLogs', { is_std_err: true })],
    ['log_message is missing'],
  ],
  ['two ends', [start, end, end], ['s1: sessionTerminated came twice']],
  ['a start after the end', [start, end, start], ['processRestarted came after sessionTerminated']],
  ['logs after the end', [start, end, logs('x')], ['serviceLogs came after sessionTerminated']],
  [
    'a message after the end',
    [start, end, message({ level: 'info', message: 'x' })],
    ['sessionMessage came after'],
  ],
  ['logs before the start', [logs('x'), start], ['serviceLogs came before processRestarted']],
  [
    'logs to stderr before the start',
    [about('serviceLogs', { is_std_err: true, log_message: 'x' }), start],
    ['serviceLogs came before processRestarted'],
  ],
  ['an empty message', [message({ level: 'info', message: '' })], ['the message is empty']],
  ['a blank message', [message({ level: 'info', message: ' \n' })], ['the message is empty']],
  ['a missing message', [message({ level: 'info' })], ['message is missing']],
  ['a missing level', [message({ message: 'x' })], ['level is missing', 'the level is none of']],
  ['an unknown level', [message({ level: 'warning', message: 'x' })], ['the level is none of']],
  [
    'an error without a code',
    [message({ level: 'error', message: 'x' })],
    ['an error has no code'],
  ],
  [
    'an error with an empty code',
    [message({ level: 'error', message: 'x', code: '' })],
    ['an error has no code'],
  ],
  [
    'a detail without a code',
    [message({ level: 'error', message: 'x', code: 'A', details: [{ message: 'x' }] })],
    ['details[0].code'],
  ],
  [
    'a stranger',
    [{ ...start, session_id: 'other' }],
    ["Session other: it is not this controller's"],
  ],
];

for (const [title, heard, violations] of breaches) {
  void test(`it reports ${title}`, async (context) => {
    const meeting = await meet(context);
    const { socket } = await meeting.startSession();
    say(socket, ...heard);
    await meeting.controller.roundTrip();
    meeting.assertViolations(violations);
    assert.equal(meeting.controller.timesConnected, 1);
    assert.throws(() => meeting.controller.assertClean(), /broke the protocol/);
  });
}

const unreadable: [title: string, heard: unknown, violation: string][] = [
  ['text that is not JSON', 'hello', 'not exactly one JSON object'],
  ['an empty text', '', 'not exactly one JSON object'],
  [
    'two objects',
    `${JSON.stringify(start)}\n${JSON.stringify(end)}`,
    'not exactly one JSON object',
  ],
  ['an array', [start], 'not exactly one JSON object'],
  ['null', 'null', 'not exactly one JSON object'],
  ['an empty session_id', { ...start, session_id: '' }, 'no session_id'],
  ['a missing session_id', { notification_type: 'processRestarted' }, 'no session_id'],
  ['a number for session_id', { ...start, session_id: 1 }, 'no session_id'],
  [
    'a number for the type',
    { session_id: 's1', notification_type: 1 },
    'notification_type is not a string',
  ],
  ['a text for pid', about('processRestarted', { pid: '1' }), 'pid is not an integer'],
  ['a broken pid', about('processRestarted', { pid: 1.5 }), 'pid is not an integer'],
  [
    'a text for exit_code',
    about('sessionTerminated', { exit_code: '0' }),
    'exit_code is not an integer',
  ],
  [
    'a text for is_std_err',
    about('serviceLogs', { is_std_err: 'no', log_message: '' }),
    'is_std_err is not a boolean',
  ],
  [
    'a number for log_message',
    about('serviceLogs', { is_std_err: false, log_message: 5 }),
    'log_message is not a string',
  ],
  ['a number for level', message({ level: 1, message: 'x' }), 'level is not a string'],
  ['a number for message', message({ level: 'info', message: 5 }), 'message is not a string'],
  ['a number for code', message({ level: 'error', message: 'x', code: 5 }), 'code is not a string'],
  [
    'a text for details',
    message({ level: 'error', message: 'x', code: 'A', details: 'x' }),
    'details is not an array',
  ],
];

for (const [title, heard, violation] of unreadable) {
  void test(`it reports ${title} and drops the connection with a Close`, async (context) => {
    const meeting = await meet(context);
    const { session, socket } = await meeting.startSession();
    say(socket, heard, start);
    assert.equal(await meeting.endpoint.closes.next(), 1000);
    assert.ok(
      meeting.controller.violations[0]?.includes(violation),
      meeting.controller.violations[0],
    );
    assert.equal(session.notifications.length, 0);
    assert.equal(meeting.controller.isConnected, false);
    meeting.clock.advance(1_000);
    const again = await meeting.endpoint.connections.next();
    say(again, start);
    assert.equal(await session.started, 4711);
  });
}

void test('it reports a sessionMessage to a controller of an older version', async (context) => {
  const meeting = await meet(context, { apiVersion: '2024-04-23' });
  const { socket } = await meeting.startSession();
  say(socket, message({ level: 'info', message: 'x' }));
  await meeting.controller.roundTrip();
  meeting.assertViolations(['sessionMessage came to a controller that speaks 2024-04-23']);
});

void test('it reports a binary message and ignores it', async (context) => {
  const meeting = await meet(context);
  const { session, socket } = await meeting.startSession();
  socket.send(Buffer.from(JSON.stringify(start)));
  await meeting.controller.roundTrip();
  meeting.assertViolations(['is binary']);
  assert.equal(session.notifications.length, 0);
});

void test('it reports a text message that is not UTF-8', async (context) => {
  const meeting = await meet(context);
  const { socket } = await meeting.startSession();
  socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });
  assert.equal(await meeting.endpoint.closes.next(), 1007);
  meeting.assertViolations(['invalid frame']);
});
