import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../../tools/fixtures/property.ts';
import { LineMap } from '../../../src/wasm/hotReload/lineMap.ts';

const text = (...lines: readonly string[]): string => lines.join('\n');

test('lines below an inserted one move down, those above stay', () => {
  const map = LineMap.between(text('a', 'b', 'c'), text('a', 'new', 'b', 'c'));
  assert.deepEqual(
    [1, 2, 3].map((line) => map.to(line)),
    [1, 3, 4],
  );
});

test('lines below removed ones move up, and removed ones map to the line that follows', () => {
  const map = LineMap.between(text('a', 'b', 'c', 'd'), text('a', 'd'));
  assert.deepEqual(
    [1, 2, 3, 4].map((line) => map.to(line)),
    [1, 2, 2, 2],
  );
});

test('a changed line stays at its place', () => {
  const map = LineMap.between(text('a', 'b', 'c'), text('new', 'a', 'B', 'c'));
  assert.deepEqual(
    [1, 2, 3].map((line) => map.to(line)),
    [2, 3, 4],
  );
});

test('a line that was changed to several maps to the first of them', () => {
  const map = LineMap.between(text('a', 'b', 'c'), text('a', 'b1', 'b2', 'c'));
  assert.deepEqual(
    [2, 3].map((line) => map.to(line)),
    [2, 4],
  );
});

test('methods that swapped places are not confused by their braces', () => {
  const method = (name: string): readonly string[] => [`void ${name}()`, '{', `  ${name}();`, '}'];
  const before = text('class C', '{', ...method('A'), ...method('B'), ...method('C'), '}');
  const after = text('class C', '{', ...method('New'), ...method('A'), ...method('C'), '}');
  const map = LineMap.between(before, after);
  assert.deepEqual(
    [3, 4, 5, 6].map((line) => map.to(line)),
    [7, 8, 9, 10],
  );
  assert.deepEqual(
    [11, 13, 15].map((line) => map.to(line)),
    [11, 13, 15],
  );
});

test('line ends do not matter', () => {
  const map = LineMap.between('a\r\nb\r\n', 'new\na\nb\n');
  assert.deepEqual(
    [1, 2, 3].map((line) => map.to(line)),
    [2, 3, 4],
  );
});

test('a text with changes that move no line is an identity', () => {
  assert.equal(LineMap.between(text('a', 'b'), text('a', 'B')).isIdentity, true);
  assert.equal(LineMap.between(text('a', 'b'), text('a', 'b', 'c')).isIdentity, false);
  assert.equal(LineMap.between('', '').isIdentity, true);
});

test('lines are mapped in order, and unchanged lines around one edit exactly', () => {
  const line = fc.constantFrom('a', 'b', 'c', '{', '}', '');
  const lines = fc.array(line, { maxLength: 20 });
  fc.assert(
    fc.property(lines, lines, lines, lines, (head, removed, added, tail) => {
      const before = [...head, ...removed, ...tail];
      const after = [...head, ...added, ...tail];
      const map = LineMap.between(text(...before), text(...after));
      const targets = before.map((_, index) => map.to(index + 1));
      assert.deepEqual(
        targets.toSorted((one, other) => one - other),
        targets,
      );
      assert.ok(targets.every((target) => target >= 1 && target <= Math.max(1, after.length) + 1));
      const heads = head.map((_, index) => index + 1);
      assert.deepEqual(
        heads.map((number) => map.to(number)),
        heads,
      );
    }),
  );
});
