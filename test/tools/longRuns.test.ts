import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { format } from 'prettier';
import { parseTable } from '../../tools/markdownTable.ts';
import { withLongRuns } from '../../tools/testRun/longRuns.ts';

const [chaos, fuzz, soak] = [
  'test/chaos.long.test.ts',
  'test/fuzz.long.test.ts',
  'test/soak.long.test.ts',
];
const files = [soak, fuzz, chaos];
const empty =
  'Before.\n\n<!-- Long tests, written by `npm run test:long -- --write`. -->\n\n<!-- End of the long tests. -->\n\nBehind.\n';

function run(file: string, day: string, milliseconds: number, failed: number) {
  return { file, started: new Date(`${day}T10:00:00Z`), milliseconds, passed: 3, failed };
}

const document = withLongRuns(
  empty,
  [run(soak, '2026-01-02', 3_601_000, 0), run(fuzz, '2026-01-03', 59_400, 1)],
  files,
);

test('each file has the date, duration and result of its last run, in the order of their paths', () => {
  assert.deepEqual(parseTable(document), [
    [`\`${fuzz}\``, '2026-01-03', '59 s', '3 passed, 1 failed'],
    [`\`${soak}\``, '2026-01-02', '60 min 1 s', '3 passed, 0 failed'],
  ]);
});

test('a run replaces the row of its file, and rows of other files stay', () => {
  const next = withLongRuns(document, [run(fuzz, '2026-02-01', 60_000, 0)], files);
  assert.deepEqual(
    parseTable(next).map(([file, date]) => [file, date]),
    [
      [`\`${fuzz}\``, '2026-02-01'],
      [`\`${soak}\``, '2026-01-02'],
    ],
  );
});

test('the row of a file that no longer exists is removed', () => {
  const next = withLongRuns(document, [run(chaos, '2026-02-01', 60_000, 0)], [chaos, soak]);
  assert.deepEqual(
    parseTable(next).map(([file]) => file),
    [`\`${chaos}\``, `\`${soak}\``],
  );
});

test('BENCHMARKS.md has a place for the table, which stays formatted', async () => {
  const path = join(import.meta.dirname, '../../BENCHMARKS.md');
  const next = withLongRuns(
    await readFile(path, 'utf8'),
    [run(fuzz, '2026-02-01', 60_000, 0)],
    files,
  );
  assert.equal(await format(next, { parser: 'markdown' }), next);
});
