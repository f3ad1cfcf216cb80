import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { OutputStream } from '../../../src/common/outputStream.ts';
import { MergedOutput } from '../../../src/sessions/logs/mergedOutput.ts';
import { SessionOutput } from '../../../src/sessions/logs/sessionOutput.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

/** A running session, and what its streams are read by. */
async function openOutput(context: TestContext, logLimitPerSession = 2 ** 28) {
  const fixture = await openFixture(context, { logLimitPerSession });
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  events.started(1);
  const output = new SessionOutput(fixture.sessions, fixture.session(name));
  afterTest(context, () => output.dispose());
  const merged = new MergedOutput(output, { stdout: 0, stderr: 0 });
  return {
    merged,
    /** Writes to a stream, a millisecond after what was written before. */
    write: (stream: OutputStream, text: string): Promise<void> | undefined => {
      fixture.clock.advance(1);
      return events.output(stream, Buffer.from(text));
    },
    /** What is read until nothing is left: `stream text`. */
    read: async (): Promise<readonly string[]> => {
      const pieces: string[] = [];
      for (let piece = await merged.next(); piece !== undefined; piece = await merged.next()) {
        const what = piece.kind === 'bytes' ? piece.bytes.toString() : `lost ${piece.count}`;
        pieces.push(`${piece.stream} ${what}`);
      }
      return pieces;
    },
  };
}

test('lines of both streams are in the order in which they were written', async (context) => {
  const { merged, read, write } = await openOutput(context);
  void write('stdout', 'one\ntwo\n');
  void write('stderr', 'three\n');
  void write('stderr', 'four\n');
  void write('stdout', 'five\n');
  assert.equal(merged.left, 24);
  assert.deepEqual(await read(), ['stdout one\ntwo\n', 'stderr three\nfour\n', 'stdout five\n']);
  assert.equal(merged.left, 0);
  void write('stderr', 'six\n');
  assert.deepEqual(await read(), ['stderr six\n']);
});

test('a line that was written in parts stays whole if the rest of it is there', async (context) => {
  const { read, write } = await openOutput(context);
  void write('stdout', 'begin');
  assert.deepEqual(await read(), ['stdout begin']);
  void write('stderr', 'between\n');
  void write('stdout', ' end\nnext\n');
  assert.deepEqual(await read(), ['stdout  end\n', 'stderr between\n', 'stdout next\n']);
});

test('output that was deleted is counted', async (context) => {
  const mebibyte = 1024 * 1024;
  const { read, write } = await openOutput(context, mebibyte);
  for (let part = 0; part < 16; part++) await write('stdout', `${'x'.repeat(mebibyte / 8 - 1)}\n`);
  await turn();
  const pieces = await read();
  const [lost, kept] = [/ lost (\d+)$/, /^stdout (x[^]*)/].map((pattern) =>
    pieces.flatMap((piece) => pattern.exec(piece)?.[1] ?? []),
  );
  const lostBytes = lost?.reduce((sum, count) => sum + Number(count), 0) ?? 0;
  assert.ok(lostBytes >= mebibyte / 8, String(lost));
  assert.equal(lostBytes + (kept?.join('').length ?? 0), 2 * mebibyte);
});
