import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { format } from 'prettier';
import {
  atMost,
  atMostLater,
  atMostMore,
  ratioAtLeast,
  ratioAtMost,
  result,
  resultIn,
} from '../../../tools/bench/support/results.ts';
import { formatTable, withResults } from '../../../tools/bench/support/resultsTable.ts';

const order = ['one', 'two', 'three'];
const empty =
  'Before.\n\n<!-- Results, written by `npm run bench -- --write`. -->\n\n<!-- End of the results. -->\n\nBehind.\n';
const document = withResults(
  empty,
  new Map([
    ['three', [result('an old third', 3, 1)]],
    ['one', [result('an old first', 1, 1), result('another old first', 2, 1)]],
  ]),
  order,
);

/** The cells of each row, without the header. */
function cellsIn(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the rows of a measured part are replaced, and others stay', () => {
  const next = withResults(document, new Map([['one', [result('a new first', 1, 1)]]]), order);
  assert.deepEqual(
    cellsIn(next).map(([part, what]) => [part, what]),
    [
      ['`one`', 'a new first'],
      ['`three`', 'an old third'],
    ],
  );
});

test('a newly measured part is inserted in its place', () => {
  const next = withResults(document, new Map([['two', [result('a second', 1, 1)]]]), order);
  assert.deepEqual(
    cellsIn(next).map(([part]) => part),
    ['`one`', '', '`two`', '`three`'],
  );
});

test('text around the table is kept', () => {
  assert.ok(document.startsWith(empty.slice(0, empty.indexOf('-->'))));
  assert.ok(document.endsWith(empty.slice(empty.indexOf('<!-- End'))));
});

test('a document without a place for results is refused', () => {
  assert.throws(() => withResults('Before.', new Map(), order), /no place for results/);
});

test('each row shows the comparison, and whether the limit is met', () => {
  const results = [
    result('slow', 1500, 1000, ratioAtMost(1.4)),
    result('late', 37.04, 24, atMostLater(150)),
    resultIn('M lines/s', 'fast', 8, 10, ratioAtLeast(0.7)),
    resultIn('MiB', 'small', -4, 114.4, atMost(32, 'MiB')),
    resultIn('% of a core', 'idle', 5.3, 4.4, atMostMore(1, '% of a core')),
    resultIn('% of a core', 'busy', 5.9, 4.4, atMostMore(1, '% of a core')),
    result('free', 0.216, 0),
  ];
  assert.deepEqual(cellsIn(formatTable(new Map([['part', results]]))), [
    ['`part`', 'slow', '1.50 s', '1.00 s', '1.50', 'ratio at most 1.4', 'missed'],
    ['', 'late', '37.0 ms', '24.0 ms', '1.54', 'at most 150 ms later', 'met'],
    ['', 'fast', '8.00 M lines/s', '10.0 M lines/s', '0.80', 'ratio at least 0.7', 'met'],
    ['', 'small', '-4.00 MiB', '114 MiB', '', 'at most 32 MiB', 'met'],
    [
      '',
      'idle',
      '5.30 % of a core',
      '4.40 % of a core',
      '1.20',
      'at most 1 % of a core more',
      'met',
    ],
    [
      '',
      'busy',
      '5.90 % of a core',
      '4.40 % of a core',
      '1.34',
      'at most 1 % of a core more',
      'missed',
    ],
    ['', 'free', '0.22 ms', '0.00 ms', '', '', ''],
  ]);
});

test('BENCHMARKS.md has a place for results, and writing none changes nothing', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../BENCHMARKS.md'), 'utf8');
  assert.equal(withResults(text, new Map(), []), text);
});

test('a written table is already formatted', async () => {
  assert.equal(await format(document, { parser: 'markdown' }), document);
});
