import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PassedMessage } from '../../../../../src/processes/launchHost.ts';
import { MessageTap } from '../../../../../src/wasm/debugProxy/relay/cdp/messageTap.ts';

function openTap() {
  const told: PassedMessage[] = [];
  const tap = new MessageTap((message) => told.push(message));
  const pass = (way: PassedMessage['way'], message: object): void =>
    tap.pass(
      way,
      way.startsWith('from') ? Buffer.from(JSON.stringify(message)) : JSON.stringify(message),
    );
  return { pass, tap, told };
}

const place = { urlRegex: 'Calc', lineNumber: 3, columnNumber: 0 };
const set = { method: 'Debugger.setBreakpointByUrl', params: place, sessionId: 'S' } as const;

test('breakpoints are told by the ids that they get, and answers with their command', () => {
  const { pass, told } = openTap();
  pass('from debugger', { id: 7, ...set });
  pass('from browser', { id: 7, result: { breakpointId: '2:3:0:Calc' }, sessionId: 'S' });
  pass('to debugger', { id: 7, result: { breakpointId: '2:3:0:Calc' }, sessionId: 'S' });
  pass('to debugger', { id: 7, result: {} });
  const of = { method: set.method, target: 'S', command: 7, breakpoint: '2:3:0:Calc' };
  assert.deepEqual(told, [
    { way: 'from debugger', form: 'command', ...of },
    { way: 'from browser', form: 'answer', isJoined: true, ...of },
    { way: 'to debugger', form: 'answer', ...of },
  ]);
});

test('commands of the relay are numbered, and refusals say whether the location was taken', () => {
  const { pass, tap, told } = openTap();
  const [first, second] = [1_500_000_007, 1_500_000_009];
  pass('to browser', { id: first, ...set });
  pass('to browser', {
    id: second,
    method: 'Debugger.removeBreakpoint',
    params: { breakpointId: 'x' },
  });
  pass('from browser', { id: second, error: { code: -32000, message: 'No.' } });
  const taken = 'Breakpoint at specified location already exists.';
  pass('from browser', { id: first, error: { code: -32000, message: taken } });
  assert.deepEqual(
    told.map(({ form, own, breakpoint, failure }) => [form, own, breakpoint, failure]),
    [
      ['command', 1, '2:3:0:Calc', undefined],
      ['command', 2, 'x', undefined],
      ['answer', 2, undefined, 'other'],
      ['answer', 1, undefined, 'taken'],
    ],
  );
  assert.deepEqual([tap.ownId(1), tap.ownId(2), tap.ownId(3)], [first, second, undefined]);
});

test('it is told which messages came before promises had a chance', async () => {
  const { pass, told } = openTap();
  pass('from debugger', { id: 1, ...set });
  pass('to browser', { id: 1, ...set });
  pass('from browser', { id: 1, result: {} });
  await Promise.resolve();
  pass('from debugger', { id: 2, ...set });
  assert.deepEqual(
    told.map(({ isJoined = false }) => isJoined),
    [false, false, true, false],
  );
});

test('of other messages nothing is told, and large ones are not parsed to find out', () => {
  const { pass, told } = openTap();
  pass('from debugger', { id: 1, method: 'Runtime.evaluate', params: { expression: '1' } });
  pass('from browser', { id: 1, result: {} });
  pass('from browser', { method: 'Debugger.paused', params: {} });
  pass('from browser', {
    params: { ...place, text: 'x'.repeat(5_000) },
    id: 2,
    method: set.method,
  });
  pass('from browser', { params: place, id: 3, method: set.method });
  assert.deepEqual(
    told.map(({ command }) => command),
    [3],
  );
});

test('pages are told with their types, and exceptions with what stops at them', () => {
  const { pass, told } = openTap();
  const params = { sessionId: 'P', targetInfo: { type: 'page', url: 'secret' } };
  pass('from browser', { method: 'Target.attachedToTarget', params });
  pass('from debugger', {
    id: 1,
    method: 'Debugger.setPauseOnExceptions',
    params: { state: 'all' },
  });
  pass('from browser', { method: 'Target.detachedFromTarget', params: { sessionId: 'P' } });
  assert.deepEqual(
    told.map(({ opened, state, type }) => [opened, type, state]),
    [
      ['P', 'page', undefined],
      [undefined, undefined, 'all'],
      ['P', undefined, undefined],
    ],
  );
});
