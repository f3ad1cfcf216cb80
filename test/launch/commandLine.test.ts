import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitCommandLine } from '../../src/launch/commandLine.ts';
import { fc } from '../../tools/fixtures/property.ts';

/** Each as .NET 10 splits it when it starts a program with it. */
const examples: readonly (readonly [line: string, args: readonly string[]])[] = [
  ['', []],
  [' \t ', []],
  [' a\tb  c ', ['a', 'b', 'c']],
  ['"a b" c', ['a b', 'c']],
  ['--x="y z"w', ['--x=y zw']],
  ['""', ['']],
  ['"" a ""', ['', 'a', '']],
  ['"a""b c" d', ['a"b c', 'd']],
  ['"""', ['"']],
  ['""""', ['"']],
  ['a "b c', ['a', 'b c']],
  ["'a b'", ["'a", "b'"]],
  [String.raw`a\"b "c\"d e"`, ['a"b', 'c"d e']],
  [String.raw`"C:\a b\\" c`, ['C:\\a b\\', 'c']],
  [String.raw`C:\a\\b \\"c d"`, [String.raw`C:\a\\b`, '\\c d']],
  [String.raw`a\\\"b c`, ['a\\"b', 'c']],
  ['a\\', ['a\\']],
  ['a\nb c', ['a\nb', 'c']],
  ['%A% $(B)', ['%A%', '$(B)']],
];

for (const [line, args] of examples) {
  test(`the command line ${JSON.stringify(line)} has ${args.length} arguments`, () => {
    assert.deepEqual(splitCommandLine(line), args);
  });
}

/** Quotes any argument so that it is parsed to the same text. */
function quoted(argument: string): string {
  return `"${argument.replace(/(\\*)("|$)/g, (_, slashes: string, end: string) => `${slashes}${slashes}${end === '"' ? '\\"' : ''}`)}"`;
}

test('quoted arguments are parsed to their originals', () => {
  const argument = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '\t', '\n', 'ü') });
  fc.assert(
    fc.property(fc.array(argument), (args) => {
      assert.deepEqual(splitCommandLine(args.map(quoted).join(' ')), args);
    }),
  );
});
