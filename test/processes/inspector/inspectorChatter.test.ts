import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { InspectorFilter } from '../../../src/processes/inspector/inspectorChatter.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const chatter = [
  'Debugger listening on ws://127.0.0.1:40001/6f2d1c9e-2f54-4d0b-9d7e-2b1f0c6a7a11\n',
  'For help, see: https://nodejs.org/en/docs/inspector\n',
  'Debugger attached.\n',
  'Waiting for the debugger to disconnect...\n',
  'Debugger ending on ws://127.0.0.1:40001/6f2d1c9e-2f54-4d0b-9d7e-2b1f0c6a7a11\n',
];

const ownLines = ['plain\n', '\n', 'Debugger\n', 'Debugger a\n', ' Debugger attached.\n', 'D\r\n'];

/** The output for a text that is split at these positions. */
function filter(text: string, cuts: readonly number[]): string {
  const passed: Uint8Array[] = [];
  const filtering = new InspectorFilter(new ManualClock(), (chunk) => passed.push(chunk));
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted(
    (one, other) => one - other,
  );
  places.forEach((end, index) => filtering.push(bytes.subarray(places[index - 1] ?? 0, end)));
  filtering.flush();
  return Buffer.concat(passed).toString('utf8');
}

test("removes Node's messages and keeps all other output however it is split", () => {
  const line = fc.oneof(fc.constantFrom(...chatter), fc.constantFrom(...ownLines), fc.string());
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat()), (lines, cuts) => {
      const whole = lines.map((text) => (text.endsWith('\n') ? text : `${text}\n`));
      const own = whole.filter((text) => !chatter.includes(text)).join('');
      assert.equal(filter(whole.join(''), cuts), own);
    }),
  );
});

test('keeps the beginning of a message at the end of the output', () => {
  assert.equal(filter('Debugger att', [3]), 'Debugger att');
});

test('a prompt without a line end passes immediately', () => {
  const passed: string[] = [];
  const filtering = new InspectorFilter(new ManualClock(), (chunk) =>
    passed.push(Buffer.from(chunk).toString('utf8')),
  );
  filtering.push(Buffer.from('Name? '));
  assert.deepEqual(passed, ['Name? ']);
});

test('passes on a prompt that begins like a message after a pause', () => {
  const clock = new ManualClock();
  const passed: string[] = [];
  const filtering = new InspectorFilter(clock, (chunk) =>
    passed.push(Buffer.from(chunk).toString('utf8')),
  );
  filtering.push(Buffer.from('De'));
  clock.advance(200);
  filtering.push(Buffer.from('bug'));
  clock.advance(200);
  assert.deepEqual(passed, []);
  clock.advance(50);
  assert.deepEqual(passed, ['Debug']);
  filtering.push(Buffer.from('ger attached.\n'));
  filtering.push(Buffer.from('Debugger attached.\n'));
  assert.deepEqual(passed, ['Debug', 'ger attached.\n']);
});

test("all messages of Node's opening inspector are known", { timeout: 240_000 }, async () => {
  const program = spawn(process.execPath, ['--inspect=127.0.0.1:0', '-e', 'console.error("own")'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const chunks: Buffer[] = [];
  program.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(program, 'close');
  const written = Buffer.concat(chunks).toString('utf8');
  assert.match(written, /^Debugger listening on /);
  assert.equal(filter(written, []), 'own\n');
});
