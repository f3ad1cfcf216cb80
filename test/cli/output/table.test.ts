import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAge } from '../../../src/common/age.ts';
import { formatList, type View } from '../../../src/cli/output/printed.ts';
import { Table } from '../../../src/cli/output/table.ts';
import { createOutput, type Output } from '../../../src/cli/output/terminal.ts';

interface Fruit {
  readonly name: string;
  readonly taste?: string;
}

const view: View<Fruit> = {
  columns: [
    { title: 'NAME', value: ({ name }) => name, color: () => 'green' },
    { title: 'TASTE', value: ({ taste = '' }) => taste },
  ],
  wide: [{ title: 'LENGTH', value: ({ name }) => String(name.length) }],
  name: ({ name }) => name,
  list: (items) => ({ items }),
};
const fruits: readonly Fruit[] = [{ name: 'blackberry', taste: 'sweet' }, { name: 'sloe' }];
const plain: Output = { write() {}, hasColors: false, columns: undefined };

function stream(
  isTTY: boolean,
  columns = 80,
): Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'> {
  return { write: () => true, isTTY, columns };
}

test('columns are as wide as their longest value, and missing values are shown as -', () => {
  assert.equal(
    formatList(fruits, 'table', view, plain),
    ['NAME         TASTE', 'blackberry   sweet', 'sloe         -', ''].join('\n'),
  );
});

test('wide has further columns', () => {
  assert.equal(
    formatList(fruits, 'wide', view, plain),
    ['NAME         TASTE   LENGTH', 'blackberry   sweet   10', 'sloe         -       4', ''].join(
      '\n',
    ),
  );
});

test('json, yaml and name print values only', () => {
  assert.deepEqual(JSON.parse(formatList(fruits, 'json', view, plain)), { items: fruits });
  assert.equal(
    formatList(fruits, 'yaml', view, plain),
    'items:\n  - name: blackberry\n    taste: sweet\n  - name: sloe\n',
  );
  assert.equal(formatList(fruits, 'name', view, plain), 'blackberry\nsloe\n');
});

test('a table to which rows are added later leaves room for usual values', () => {
  const columns = [
    { title: 'NAME', value: ({ name }: Fruit) => name, usual: 6 },
    { title: 'TASTE', value: ({ taste = '' }: Fruit) => taste },
  ];
  const table = new Table(columns, plain);
  table.expectMore();
  assert.equal(table.titles(), 'NAME     TASTE\n');
  assert.equal(table.row({ name: 'sloe', taste: 'sour' }), 'sloe     sour\n');
  assert.equal(table.row({ name: 'blackberry', taste: 'sweet' }), 'blackberry   sweet\n');
  assert.equal(table.row({ name: 'fig' }), 'fig          -\n');
});

test('an empty list has titles only', () => {
  assert.equal(formatList([], 'table', view, plain), 'NAME   TASTE\n');
  assert.equal(formatList([], 'name', view, plain), '');
});

test('in a terminal, titles are bold, values are colored and lines end at its edge', () => {
  const output = createOutput(stream(true, 24), {});
  const taste = 'sweet and a little sour';
  const [titles, row] = formatList([{ name: 'fig', taste }], 'table', view, output).split('\n');
  assert.equal(titles, '\u001b[1mNAME\u001b[0m   \u001b[1mTASTE\u001b[0m');
  assert.equal(row, '\u001b[32mfig\u001b[0m    sweet and a litt…');
});

test('NO_COLOR, TERM=dumb and a pipe have no colors', () => {
  assert.equal(createOutput(stream(true), {}).hasColors, true);
  assert.equal(createOutput(stream(true), { NO_COLOR: '1' }).hasColors, false);
  assert.equal(createOutput(stream(true), { NO_COLOR: '' }).hasColors, true);
  assert.equal(createOutput(stream(true), { TERM: 'dumb' }).hasColors, false);
  const pipe = createOutput(stream(false), {});
  assert.deepEqual([pipe.hasColors, pipe.columns], [false, undefined]);
});

test('terminal sequences in a value are shown, not sent to the terminal', () => {
  const text = formatList([{ name: 'a\u001b[2Jb\nc' }], 'table', view, plain);
  assert.ok(text.includes(String.raw`a\u001b[2Jb\nc`));
});

test('an age has the units that matter', () => {
  const now = new Date('2026-01-10T00:00:00.000Z');
  const ages: Readonly<Record<string, string>> = {
    '2026-01-10T00:00:05.000Z': '0s',
    '2026-01-09T23:59:59.000Z': '1s',
    '2026-01-09T23:58:01.000Z': '119s',
    '2026-01-09T23:55:30.000Z': '4m30s',
    '2026-01-09T23:55:00.000Z': '5m',
    '2026-01-09T22:00:00.000Z': '120m',
    '2026-01-09T19:30:00.000Z': '4h30m',
    '2026-01-09T00:00:00.000Z': '24h',
    '2026-01-06T12:00:00.000Z': '3d12h',
    '2025-12-10T00:00:00.000Z': '31d',
    never: '',
  };
  for (const [time, age] of Object.entries(ages)) assert.equal(formatAge(time, now), age, time);
});
