import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerWords } from '../../../src/dotnet/server/serverWords.ts';

/** A server that has written these texts to its standard output. */
function heard(...texts: readonly string[]): ServerWords {
  const words = new ServerWords();
  for (const text of texts) words.add('stdout', Buffer.from(text));
  return words;
}

const spoken: readonly (readonly [logger: string, text: string])[] = [
  [
    'simple',
    'info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: http://localhost:5000\n',
  ],
  [
    'simple on one line',
    '12:00 info: Microsoft.Hosting.Lifetime[14] Now listening on: http://localhost:5000\r\n',
  ],
  ['systemd', '<6>Microsoft.Hosting.Lifetime[14] Now listening on: http://localhost:5000\n'],
  [
    'json',
    '{"LogLevel":"Information","Message":"Now listening on: http://localhost:5000","State":{"address":"x"}}\n',
  ],
  [
    'coloured',
    '\u001b[32minfo\u001b[39m: Now listening on: \u001b[1mhttp://localhost:5000\u001b[0m\n',
  ],
];

for (const [logger, text] of spoken) {
  test(`the address is detected with a ${logger} logger`, () => {
    assert.deepEqual(heard(text).listening, ['http://localhost:5000']);
  });
}

test('detects each address once, in order, even in pieces', () => {
  const words = heard(
    'Now listening on: https://localhost:1\nNow list',
    'ening on: http://[::]:2\nNow listening on: https://localhost:1\nNow listening on: http://un',
  );
  assert.deepEqual(words.listening, ['https://localhost:1', 'http://[::]:2']);
  assert.equal(words.isStarted, false);
  words.add('stdout', Buffer.from('fertig:3\nApplication started. Press Ctrl+C to shut down.\n'));
  assert.deepEqual(words.listening.at(-1), 'http://unfertig:3');
  assert.equal(words.isStarted, true);
});

test('fires once per detected report', () => {
  const words = new ServerWords();
  let times = 0;
  words.heard(() => times++);
  const lines = ['hello\n', 'Now listening on: http://a:1\n', 'Application started.\n', 'bye\n'];
  for (const line of lines) words.add('stderr', Buffer.from(line));
  assert.equal(times, 2);
});

test('detects an address in use', () => {
  const text =
    'Unhandled exception. System.IO.IOException: Failed to bind to address http://127.0.0.1:5123: address already in use.\n';
  assert.deepEqual(heard(text).trouble, { kind: 'address in use', url: 'http://127.0.0.1:5123' });
  assert.deepEqual(heard(text.replace('127.0.0.1', '[::]')).trouble, {
    kind: 'address in use',
    url: 'http://[::]:5123',
  });
});

test('detects a missing certificate', () => {
  const text =
    'Unable to configure HTTPS endpoint. No server certificate was specified, and the default developer certificate could not be found or is out of date.\n';
  assert.deepEqual(heard(text).trouble, { kind: 'no certificate' });
});

test('the last lines are kept without blank ones, including an unfinished one', () => {
  const words = heard(...Array.from({ length: 20 }, (_, index) => `line ${index}\n\n`), 'rest');
  assert.equal(words.last.length, 12);
  assert.equal(words.last.at(-1), 'line 19');
  words.flush();
  assert.deepEqual(words.last.slice(-2), ['line 19', 'rest']);
  assert.equal(words.last[0], 'line 9');
});
