import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssemblyLines, type LineUpdate } from '../../../src/wasm/hotReload/assemblyLines.ts';
import { LineMap } from '../../../src/wasm/hotReload/lineMap.ts';
import { readStreams } from '../../../src/wasm/metadata/streams.ts';
import { table, Tables } from '../../../src/wasm/metadata/tables.ts';
import { type Method, methodsIn, symbolsOf } from './symbols.ts';

const path = '/app/Counter.cs';
const other = '/app/Program.cs';

const first: Method = { row: 1, path, lines: [3, 4] };
const second: Method = { row: 2, path, lines: [8, 9] };
const third: Method = { row: 3, path, lines: [13] };
const elsewhere: Method = { row: 4, path: other, lines: [8] };
const abstract: Method = { row: 5, path: other, lines: [] };

const all = [first, second, third, elsewhere, abstract];

/** How lines move if `count` lines are inserted before a line. */
function inserted(count: number, before: number): LineMap {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
  const added = Array.from({ length: count }, (_, index) => `added ${index}`);
  const after = lines.toSpliced(before - 1, 0, ...added);
  return LineMap.between(lines.join('\n'), after.join('\n'));
}

function inPath(map: LineMap): (found: string) => LineMap | undefined {
  return (found) => (found === path ? map : undefined);
}

/** The rows of the methods that an update changes, as its metadata says. */
function changed({ metadata }: LineUpdate): readonly number[] {
  const tables = new Tables(readStreams(metadata).get('#-') ?? Buffer.alloc(0), new Map(), 'wide');
  assert.equal(
    [...tables.rows(table.module)].length,
    1,
    'The metadata is valid only with a module.',
  );
  return [...tables.rows(table.encLog)].map(([token = 0]) => token - 0x06000000);
}

/** The methods that updates move, with their lines. */
function movedMethods(updates: readonly LineUpdate[]): readonly Method[] {
  return updates.flatMap((update) => {
    const rows = changed(update);
    return methodsIn(update.pdb).filter(({ row }) => rows.includes(row));
  });
}

test('methods below an edit are moved, and the edited one and those above are not', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  const edited = symbolsOf([{ ...second, lines: [8, 9, 10] }]);
  const updates = assembly.apply(edited, inPath(inserted(1, 10)));
  assert.deepEqual(movedMethods(updates), [{ ...third, lines: [14] }]);
});

test('nothing is moved if no line moved', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  assert.deepEqual(
    assembly.apply(symbolsOf([second]), () => undefined),
    [],
  );
  assert.deepEqual(assembly.apply(undefined, inPath(inserted(1, 20))), []);
});

test('an edit that the compiler emits nothing for moves methods too', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  const updates = assembly.apply(undefined, inPath(inserted(2, 1)));
  assert.deepEqual(movedMethods(updates), [
    { ...first, lines: [5, 6] },
    { ...second, lines: [10, 11] },
    { ...third, lines: [15] },
  ]);
});

test('a method is moved from where its last update placed it', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  assembly.apply(symbolsOf([{ ...second, lines: [8, 9, 10] }]), inPath(inserted(1, 10)));
  const updates = assembly.apply(undefined, inPath(inserted(1, 1)));
  assert.deepEqual(
    updates.map((update) => movedMethods([update])),
    [
      [
        { ...first, lines: [4, 5] },
        { ...third, lines: [15] },
      ],
      [{ ...second, lines: [9, 10, 11] }],
    ],
  );
});

test('a method that an update added is moved by later ones', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  assembly.apply(symbolsOf([{ row: 6, path, lines: [20] }]), () => undefined);
  const updates = assembly.apply(undefined, inPath(inserted(3, 15)));
  assert.deepEqual(movedMethods(updates), [{ row: 6, path, lines: [23] }]);
});

test('lines that are inserted within a method move only the code below them', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  const updates = assembly.apply(undefined, inPath(inserted(1, 4)));
  assert.deepEqual(movedMethods(updates)[0], { ...first, lines: [3, 5] });
});

test('symbols of an original assembly say which method each row belongs to once moved', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  const [update] = assembly.apply(undefined, inPath(inserted(1, 10)));
  assert.ok(update);
  assert.deepEqual(methodsIn(update.pdb), [first, second, { ...third, lines: [14] }, elsewhere]);
});

test('a page that has only the updates of the compiler gets all moves at once', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  assert.deepEqual(assembly.moved, []);
  assembly.apply(undefined, inPath(inserted(2, 1)));
  assembly.apply(symbolsOf([{ ...second, lines: [10, 11, 12] }]), inPath(inserted(1, 12)));
  assembly.apply(undefined, inPath(inserted(1, 1)));
  assert.deepEqual(
    assembly.moved.map((update) => movedMethods([update])),
    [
      [
        { ...first, lines: [6, 7] },
        { ...third, lines: [17] },
      ],
      [{ ...second, lines: [11, 12, 13] }],
    ],
  );
});

test('broken symbols change nothing', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  const broken = symbolsOf([second]).subarray(0, 60);
  assert.throws(() => assembly.apply(broken, inPath(inserted(1, 10))), RangeError);
  const updates = assembly.apply(undefined, inPath(inserted(1, 10)));
  assert.deepEqual(movedMethods(updates), [{ ...third, lines: [14] }]);
});
