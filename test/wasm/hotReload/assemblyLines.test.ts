import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssemblyLines, type LineUpdate } from '../../../src/wasm/hotReload/assemblyLines.ts';
import { fc } from '../../../tools/fixtures/property.ts';
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

/** An edit of a text whose lines are named by the methods that they belong to. */
type Edit =
  | { readonly kind: 'comment'; readonly at: number; readonly count: number }
  /** Removes comments. */
  | { readonly kind: 'tidy' }
  /** Adds a line to a method, which the compiler emits again. */
  | { readonly kind: 'grow'; readonly method: number };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant('comment' as const),
    at: fc.nat(),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  fc.constant<Edit>({ kind: 'tidy' }),
  fc.record({ kind: fc.constant('grow' as const), method: fc.integer({ min: 1, max: 4 }) }),
);

/** Applies an edit to lines; `number` makes new ones unique. */
function applyEdit(lines: readonly string[], one: Edit, number: number): readonly string[] {
  switch (one.kind) {
    case 'comment':
      return lines.toSpliced(one.at % (lines.length + 1), 0, ...Array(one.count).fill('//'));
    case 'tidy':
      return lines.filter((line) => line !== '//');
    case 'grow': {
      const last = lines.findLastIndex((line) => line.startsWith(`${one.method} `));
      return lines.toSpliced(last + 1, 0, `${one.method} new ${number}`);
    }
  }
}

function methodsOf(lines: readonly string[], rows: readonly number[]): readonly Method[] {
  return rows.map((row) => ({
    row,
    path,
    lines: lines.flatMap((line, index) => (line.startsWith(`${row} `) ? [index + 1] : [])),
  }));
}

test('after any edits a debug proxy knows the lines of all methods', () => {
  const rows = [1, 2, 3, 4];
  const original = rows.flatMap((row) => [`${row} {`, `${row} code`, `${row} }`, '']);
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      let lines: readonly string[] = original;
      const assembly = new AssemblyLines(symbolsOf(methodsOf(lines, rows)));
      let known = methodsOf(lines, rows);
      const learn = (methods: readonly Method[]): void => {
        known = known.map((old) => methods.find(({ row }) => row === old.row) ?? old);
      };
      const emittedOnly = new Map(known.map((method) => [method.row, method]));
      for (const [number, one] of edits.entries()) {
        const next = applyEdit(lines, one, number);
        const map = LineMap.between(lines.join('\n'), next.join('\n'));
        lines = next;
        const emitted = one.kind === 'grow' ? methodsOf(lines, [one.method]) : [];
        const pdb = emitted.length > 0 ? symbolsOf(emitted) : undefined;
        const updates = assembly.apply(pdb, inPath(map));
        learn(emitted);
        learn(movedMethods(updates));
        for (const method of emitted) emittedOnly.set(method.row, method);
        assert.deepEqual(known, methodsOf(lines, rows));
      }
      // A page that was reloaded has what the compiler emitted, and then gets all moves.
      known = [...emittedOnly.values()];
      learn(movedMethods(assembly.moved));
      assert.deepEqual(known, methodsOf(lines, rows));
    }),
    { numRuns: 40 },
  );
});

test('broken symbols change nothing', () => {
  const assembly = new AssemblyLines(symbolsOf(all));
  const broken = symbolsOf([second]).subarray(0, 60);
  assert.throws(() => assembly.apply(broken, inPath(inserted(1, 10))), RangeError);
  const updates = assembly.apply(undefined, inPath(inserted(1, 10)));
  assert.deepEqual(movedMethods(updates), [{ ...third, lines: [14] }]);
});
