// The page that says what works, and the table of cases.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { frameworks, isGap } from './case.ts';
import { reportPath, titleCells } from './report.ts';
import { areas, rowsOf } from './table.ts';

const rows = areas.flatMap(rowsOf);

test('the page lists the cases of the table, in its order', () => {
  const listed = readFileSync(reportPath, 'utf8')
    .split('\n')
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter((cells) => cells.length === frameworks.length + 4)
    .filter(([, action]) => action !== 'Action' && !action?.startsWith('---'))
    .map(([, action, code]) => [action, code]);
  assert.deepEqual(listed, rows.map(titleCells));
});

test('at most 5 of 120 cases are known not to work', () => {
  const gaps = rows.filter((row) => isGap(row, 'net10.0'));
  assert.ok(rows.length >= 120, `${rows.length} cases`);
  assert.ok(gaps.length <= (5 * rows.length) / 120, `${gaps.length} of ${rows.length}`);
});
