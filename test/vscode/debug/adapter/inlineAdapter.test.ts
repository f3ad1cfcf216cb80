import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { InlineAdapter } from '../../../../src/vscode/debug/adapter/inlineAdapter.ts';

/** An adapter as an editor talks to it, with what it has sent. */
function begin() {
  const adapter = new InlineAdapter({
    launch: () => undefined,
    stop: () => undefined,
    restart: () => undefined,
  });
  const sent: DebugProtocol.ProtocolMessage[] = [];
  adapter.onDidSendMessage((message) => void sent.push(message as DebugProtocol.ProtocolMessage));
  let seq = 0;
  const ask = (command: string, args: object = {}): DebugProtocol.Response => {
    const request = { seq: ++seq, type: 'request', command, arguments: args };
    adapter.handleMessage(request);
    const answers = sent.filter(({ type }) => type === 'response') as DebugProtocol.Response[];
    const answer = answers.find(({ request_seq }) => request_seq === request.seq);
    assert.ok(answer, `${command} was not answered`);
    return answer;
  };
  const events = () =>
    (sent as DebugProtocol.Event[])
      .filter(({ event }) => event === 'breakpoint')
      .map(({ body }) => body as DebugProtocol.BreakpointEvent['body']);
  return { adapter, ask, events };
}

const source = { path: '/shop/Cart.cs' };

test('setBreakpoints is answered with each breakpoint, unverified, under an id of its own', () => {
  const { ask } = begin();
  const { body, success } = ask('setBreakpoints', {
    source,
    breakpoints: [{ line: 3 }, { line: 7, condition: 'count == 2' }],
  });
  assert.ok(success);
  assert.deepEqual(body, {
    breakpoints: [
      { id: 1, verified: false },
      { id: 2, verified: false },
    ],
  });
  assert.deepEqual(ask('setBreakpoints', { source, breakpoints: [] }).body, { breakpoints: [] });
});

test('a message is shown at its breakpoint, once, and is still there when the breakpoint is set again', () => {
  const { adapter, ask, events } = begin();
  ask('setBreakpoints', { source, breakpoints: [{ line: 3 }, { line: 7 }] });
  const unbound = { ...source, line: 7, verified: false, message: 'No code there.' };
  adapter.markBreakpoints([unbound, { ...source, line: 3, verified: false }]);
  adapter.markBreakpoints([unbound]);
  assert.deepEqual(events(), [
    { reason: 'changed', breakpoint: { id: 2, verified: false, message: 'No code there.' } },
  ]);
  assert.deepEqual(ask('setBreakpoints', { source, breakpoints: [{ line: 7 }] }).body, {
    breakpoints: [{ id: 3, verified: false, message: 'No code there.' }],
  });
});

test('the message of a breakpoint goes once a debugger has bound it', () => {
  const { adapter, ask, events } = begin();
  ask('setBreakpoints', { source, breakpoints: [{ line: 7 }] });
  const place = { ...source, line: 7 };
  adapter.markBreakpoints([{ ...place, verified: false, message: 'No code there.' }]);
  adapter.markBreakpoints([{ ...place, verified: true }]);
  assert.deepEqual(events().at(-1), { reason: 'changed', breakpoint: { id: 1, verified: false } });
});

/** Requests whose answers must have a body, by the Debug Adapter Protocol, with what it must have. */
const needed = {
  setBreakpoints: 'breakpoints',
  setFunctionBreakpoints: 'breakpoints',
  setDataBreakpoints: 'breakpoints',
  setInstructionBreakpoints: 'breakpoints',
  setExceptionBreakpoints: 'breakpoints',
  breakpointLocations: 'breakpoints',
  dataBreakpointInfo: 'dataId',
  threads: 'threads',
  stackTrace: 'stackFrames',
  scopes: 'scopes',
  variables: 'variables',
  loadedSources: 'sources',
  modules: 'modules',
  completions: 'targets',
  gotoTargets: 'targets',
  stepInTargets: 'targets',
} as const;

for (const [command, property] of Object.entries(needed)) {
  test(`${command} is answered with a body`, () => {
    const { body, success } = begin().ask(command, { source, breakpoints: [], filters: [] });
    assert.ok(success);
    assert.ok(property in (body as object));
  });
}

test('each function breakpoint gets an answer', () => {
  const { body } = begin().ask('setFunctionBreakpoints', { breakpoints: [{ name: 'Add' }] });
  assert.deepEqual(body, { breakpoints: [{ verified: false }] });
});

for (const command of ['evaluate', 'setVariable', 'continue', 'next', 'pause', 'source']) {
  test(`${command} is refused in words`, () => {
    const { body, success } = begin().ask(command, { expression: '1' });
    assert.ok(!success);
    assert.match((body as DebugProtocol.ErrorResponse['body']).error?.format ?? '', /debugger/);
  });
}
