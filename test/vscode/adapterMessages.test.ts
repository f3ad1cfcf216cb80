import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAdapterMessage } from '../../src/vscode/adapterMessages.ts';

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
  ['stands still at a stop', event('stopped'), { kind: 'paused' }],
  ['runs on by itself', event('continued'), { kind: 'resumed' }],
  ['runs on when it is told to', response('continue'), { kind: 'resumed' }],
  ['runs on for a step', response('next'), { kind: 'resumed' }],
  ['was launched', response('launch'), { kind: 'launched' }],
  ['has a process', event('process', { systemProcessId: 7 }), { kind: 'process', pid: 7 }],
  ['has exited', event('exited', { exitCode: 3 }), { kind: 'exited', exitCode: 3 }],
];

for (const [title, message, fact] of facts) {
  test(`an adapter's message says that the program ${title}`, () => {
    assert.deepEqual(readAdapterMessage(message, 'debugpy'), fact);
  });
}

test('a request to go on that failed leaves the program where it stands', () => {
  assert.equal(readAdapterMessage(response('continue', false), 'debugpy'), undefined);
});

for (const command of ['initialize', 'launch']) {
  test(`what an adapter refuses at ${command} is told in its own words`, () => {
    const error = { id: 1, format: 'No {runtime} here', variables: { runtime: '.NET' } };
    const refusal = { ...response(command, false), body: { error } };
    assert.deepEqual(readAdapterMessage(refusal, 'debugpy'), {
      kind: 'refused',
      message: 'No .NET here',
    });
  });
}
