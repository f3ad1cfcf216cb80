import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAdapterMessage } from '../../../../src/vscode/debug/adapter/adapterMessages.ts';

const response = (command: string, success = true) => ({
  type: 'response',
  seq: 1,
  request_seq: 1,
  command,
  success,
});
const event = (name: string, body: object = {}) => ({ type: 'event', seq: 1, event: name, body });

const facts: readonly (readonly [
  title: string,
  message: { type: string; seq: number },
  fact: object,
])[] = [
  [
    'is paused at a breakpoint',
    event('stopped', { reason: 'breakpoint', threadId: 1, description: 'breakpoint 1.1' }),
    { kind: 'paused', threadId: 1, cause: undefined, reason: 'breakpoint 1.1' },
  ],
  [
    'is paused at an exception',
    event('stopped', { reason: 'exception', threadId: 2, description: '3', text: 'SystemExit' }),
    { kind: 'paused', threadId: 2, cause: 'SystemExit', reason: '3' },
  ],
  [
    'is paused at a signal without a name',
    event('stopped', { reason: 'exception', threadId: 2 }),
    { kind: 'paused', threadId: 2, cause: '', reason: 'exception' },
  ],
  ['may have been created', event('initialized'), { kind: 'initialized' }],
  ['is not debugged any more', event('terminated'), { kind: 'terminated', restart: false }],
  [
    'is to be restarted',
    event('terminated', { restart: true }),
    { kind: 'terminated', restart: true },
  ],
  ['was detached', response('disconnect'), { kind: 'disconnected' }],
  ['runs on by itself', event('continued'), { kind: 'resumed' }],
  ['continues on request', response('continue'), { kind: 'resumed' }],
  ['continues for a step', response('next'), { kind: 'resumed' }],
  ['was launched', response('launch'), { kind: 'launched' }],
  ['has a process', event('process', { systemProcessId: 7 }), { kind: 'process', pid: 7 }],
  ['has exited', event('exited', { exitCode: 3 }), { kind: 'exited', exitCode: 3 }],
];

for (const [title, message, fact] of facts) {
  test(`an adapter's message says that the program ${title}`, () => {
    assert.deepEqual(readAdapterMessage(message, 'debugpy'), fact);
  });
}

test('a failed continue request keeps the program paused', () => {
  assert.equal(readAdapterMessage(response('continue', false), 'debugpy'), undefined);
});

for (const command of ['initialize', 'launch']) {
  test(`an adapter's error for ${command} is quoted`, () => {
    const error = { id: 1, format: 'No {runtime} here', variables: { runtime: '.NET' } };
    const refusal = { ...response(command, false), body: { error } };
    assert.deepEqual(readAdapterMessage(refusal, 'debugpy'), {
      kind: 'refused',
      message: 'No .NET here',
    });
  });
}

test("the exit code is read from an old Delve's console, but not from the program's output", () => {
  const words = (category: string) =>
    event('output', { category, output: 'Process 1714 has exited with status -9\n' });
  assert.deepEqual(readAdapterMessage(words('console'), 'go'), { kind: 'exited', exitCode: -9 });
  assert.equal(readAdapterMessage(words('stdout'), 'go')?.kind, 'output');
  assert.equal(readAdapterMessage(words('console'), 'debugpy'), undefined);
});
