import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../../src/wasm/debugProxy/conditions/evaluate.ts';
import { parseExpression } from '../../../../src/wasm/debugProxy/conditions/expression.ts';
import type { CSharpValue } from '../../../../src/wasm/debugProxy/conditions/values.ts';

const variables: Readonly<Record<string, CSharpValue>> = {
  count: { kind: 'int', value: 2 },
  price: { kind: 'real', value: 2.5 },
  name: { kind: 'string', value: 'tea' },
  initial: { kind: 'char', value: 't' },
  isNew: { kind: 'bool', value: true },
  nothing: { kind: 'null' },
};

/** The value of an expression; `undefined` if .NET has to evaluate it. */
async function given(text: string): Promise<unknown> {
  const expression = parseExpression(text);
  const lookup = (name: string) => Promise.resolve(variables[name]);
  const value = expression && (await evaluate(expression, lookup));
  return value?.kind === 'null' ? null : value?.value;
}

const simple: readonly (readonly [string, unknown])[] = [
  ['count == 2 && name is "tea"', true],
  ['count == 2 && name is "coffee"', false],
  ['name is not "coffee"', true],
  ['nothing is null || name is null', true],
  ['nothing == null && name != null', true],
  ['count is not 3', true],
  ['!(count > 2)', true],
  ['!isNew || count >= 2', true],
  ['-count + 5 * 2', 8],
  ['(count + 5) / 2', 3],
  ['-7 / 2', -3],
  ['-7 % 3', -1],
  ['count * price', 5],
  ['price > count', true],
  ['2 + count == 4', true],
  ['1 < 2 == true', true],
  ['"a" + count + isNew', 'a2True'],
  ['"a\\tb" != "a b"', true],
  ["initial == 't'", true],
  ['this.count == 2', true],
  ['isNew == false', false],
  ['count is -2', false],
];

for (const [text, value] of simple) {
  test(`${text} is evaluated by the relay`, async () => assert.deepEqual(await given(text), value));
}

const complex = [
  'items.Count == 2',
  'Calc.Add(1, 2) == 3',
  'items[0] == 1',
  'count is > 1 and < 5',
  'name is string',
  'count switch { 2 => true, _ => false }',
  'unknown == 1',
  '$"{count}" == "2"',
  '@"tea" == name',
  'count == 2L',
  'count == 0x2',
  'price == 2.5m',
  'count++ == 2',
  'count = 2',
  'count == ',
  '(count == 2',
  'count & 1',
  'count ?? 1',
  'isNew ? 1 : 2',
  'new Tea() == null',
  'name == count',
  'name < "u"',
  'count && isNew',
  'count / 0 == 1',
  '2147483647 + count > 0',
  '',
];

for (const text of complex) {
  test(`${text || 'an empty text'} is left to .NET`, async () =>
    assert.equal(await given(text), undefined));
}

test('operands that && and || do not need are not looked up', async () => {
  assert.equal(await given('count == 3 && unknown == 1'), false);
  assert.equal(await given('count == 2 || unknown == 1'), true);
});
