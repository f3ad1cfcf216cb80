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
  pass('from browser', { method: 'Debugger.breakpointResolved', params: {} });
  pass('from debugger', { id: 4, method: 'Runtime.releaseObjectGroup', params: {} });
  pass('from browser', { method: 'Runtime.consoleAPICalled', params: { args: [] } });
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

test('stops are told with their breakpoints and stacks, without sources and values', () => {
  const { pass, told } = openTap();
  const frame = (callFrameId: string, scriptId: string, functionName = 'secret') => ({
    callFrameId,
    functionName,
    location: { scriptId, lineNumber: 4, columnNumber: 2 },
    url: scriptId === '9' ? 'wasm://wasm/1' : 'secret',
    scopeChain: [],
    this: { value: 'secret' },
  });
  const callFrames = [
    frame('dotnet:scope:0', 'dotnet://1_2'),
    frame('dotnet:scope:1', 'dotnet://1_2'),
    frame('a', '9'),
    frame('b', '7'),
  ];
  const data = { objectId: 'dotnet:object:5', description: 'secret', uncaught: false };
  const params = { reason: 'exception', hitBreakpoints: ['B'], callFrames, data };
  pass('from browser', { method: 'Debugger.paused', params, sessionId: 'P' });
  pass('from browser', { method: 'Debugger.paused', params: { reason: 'secret' } });
  const at = { line: 4, column: 2 };
  assert.deepEqual(
    told.map(({ stop }) => stop),
    [
      {
        reason: 'exception',
        hits: [{ breakpoint: 'B' }],
        frames: [
          { form: 'csharp', count: 2, script: 'dotnet://1_2', ...at },
          { form: 'wasm', count: 1, script: '9', ...at },
          { form: 'script', count: 1, script: '7', ...at },
        ],
        exception: 5,
        isUncaught: false,
      },
      undefined,
    ],
  );
});

test('of scripts that are hidden the first of each document is told, and of many those with stops', () => {
  const { pass, told } = openTap();
  const load = (scriptId: string, url: string): void => {
    const params = { scriptId, url, executionContextId: 1 };
    pass('from browser', { method: 'Debugger.scriptParsed', params, sessionId: 'P' });
    if (!url.startsWith('cdp:')) {
      pass('to debugger', { method: 'Debugger.scriptParsed', params, sessionId: 'P' });
    }
  };
  const evaluation = 'cdp://debug/eval.cdp';
  for (const id of ['1', '2']) load(id, evaluation);
  pass('from browser', { method: 'Runtime.executionContextsCleared', sessionId: 'P' });
  load('3', evaluation);
  load('4', '');
  load('5', 'eval-1a2b3c4d.cdp');
  assert.equal(told.at(-1)?.loaded?.script, '3');
  for (let count = 0; count < 300; count++) load(`s${count}`, `app${count}.js`);
  assert.equal(told.filter(({ loaded }) => loaded?.kind === 'evaluation').length, 2);
  const before = told.length;
  assert.ok(before < 420);
  const location = { scriptId: 's299' };
  const top = { callFrameId: 'a', functionName: '', location, url: '', scopeChain: [] };
  const params = { reason: 'other', callFrames: [top] };
  pass('from browser', { method: 'Debugger.paused', params, sessionId: 'P' });
  pass('from browser', { method: 'Debugger.paused', params, sessionId: 'P' });
  assert.deepEqual(
    told.slice(before).map(({ loaded, method, way }) => [way, method, loaded?.script]),
    [
      ['from browser', 'Debugger.scriptParsed', 's299'],
      ['to debugger', 'Debugger.scriptParsed', 's299'],
      ['from browser', 'Debugger.paused', undefined],
      ['from browser', 'Debugger.paused', undefined],
    ],
  );
});
