import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  readMessage,
  type WatchdogMessage,
  writeMessage,
} from '../../../src/processes/watchdog/message.ts';

const messages: readonly WatchdogMessage[] = [
  { kind: 'watch', id: 1, pid: 4711 },
  { kind: 'watch folder', id: 2, path: '/tmp/a folder\nof two lines' },
  { kind: 'over', id: 1 },
];

test('a message is one line, and parses to the original', () => {
  for (const message of messages) {
    const line = writeMessage(message);
    assert.match(line, /^[^\n]+\n$/);
    assert.deepEqual(readMessage(line.trimEnd()), message);
  }
});

test('an unfinished line is not a message', () => {
  for (const message of messages) {
    const line = writeMessage(message).trimEnd();
    for (let length = 0; length < line.length; length++) {
      assert.equal(readMessage(line.slice(0, length)), undefined);
    }
  }
});

test('an invalid process is not watched', () => {
  for (const pid of [1, 0, -1, -4711, 1.5, '4711', null]) {
    assert.equal(readMessage(JSON.stringify({ kind: 'watch', id: 1, pid })), undefined);
  }
});
