import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHit } from '../../../../src/wasm/debugProxy/conditions/breakpointTexts.ts';
import { formatValue } from '../../../../src/wasm/debugProxy/conditions/format.ts';
import { parseLogMessage } from '../../../../src/wasm/debugProxy/conditions/logMessage.ts';
import {
  type CSharpValue,
  toText,
  toValue,
} from '../../../../src/wasm/debugProxy/conditions/values.ts';

const expression = (text: string, alignment = 0, format?: string) => ({
  kind: 'expression',
  expression: text,
  alignment,
  format,
});
const text = (value: string) => ({ kind: 'text', text: value });

test('a log message is split at its expressions', () => {
  assert.deepEqual(parseLogMessage('count is {count} of {items.Count}.'), [
    text('count is '),
    expression('count'),
    text(' of '),
    expression('items.Count'),
    text('.'),
  ]);
});

test('a comma between type arguments is no alignment', () => {
  const created = 'new Dictionary<string, int>().Count';
  assert.deepEqual(parseLogMessage(`{${created}}`), [expression(created)]);
});

test('doubled and unclosed braces are text', () => {
  assert.deepEqual(parseLogMessage('{{count}} {'), [text('{count} {')]);
});

test('expressions have alignment and format as in C#', () => {
  assert.deepEqual(parseLogMessage('{count,5}{count:D4}{price,-8:N2}'), [
    expression('count', 5),
    expression('count', 0, 'D4'),
    expression('price', -8, 'N2'),
  ]);
});

test('colons and commas in texts, calls and indexes belong to the expression', () => {
  assert.deepEqual(parseLogMessage('{name == "a:b" }{Add(1, 2)}{(a ? 1 : 2):D2}{at[1, 2]}'), [
    expression('name == "a:b"'),
    expression('Add(1, 2)'),
    expression('(a ? 1 : 2)', 0, 'D2'),
    expression('at[1, 2]'),
  ]);
});

test('braces in expressions are balanced', () => {
  assert.deepEqual(parseLogMessage('{new { a = "}" }}!'), [
    expression('new { a = "}" }'),
    text('!'),
  ]);
});

test('values are formatted as in C#', () => {
  const texts = (
    [
      { kind: 'bool', value: true },
      { kind: 'null' },
      { kind: 'real', value: 1 },
      { kind: 'real', value: 0.1 },
      { kind: 'real', value: 1e15 },
      { kind: 'real', value: 0.00001 },
      { kind: 'real', value: -0 },
      { kind: 'int', value: -3 },
      { kind: 'char', value: 't' },
    ] satisfies CSharpValue[]
  ).map(toText);
  assert.deepEqual(texts, ['True', '', '1', '0.1', '1E+15', '1E-05', '-0', '-3', 't']);
});

test('standard numeric formats use the invariant culture', () => {
  const int = (value: number): CSharpValue => ({ kind: 'int', value });
  const real = (value: number): CSharpValue => ({ kind: 'real', value });
  assert.equal(formatValue(int(42), 0, 'D4'), '0042');
  assert.equal(formatValue(int(-42), 0, 'D4'), '-0042');
  assert.equal(formatValue(int(255), 0, 'X'), 'FF');
  assert.equal(formatValue(int(255), 0, 'x4'), '00ff');
  assert.equal(formatValue(real(1234567.891), 0, 'N2'), '1,234,567.89');
  assert.equal(formatValue(real(1234.5678), 0, 'N4'), '1,234.5678');
  assert.equal(formatValue(real(2.5), 0, 'F0'), '3');
  assert.equal(formatValue(real(0.256), 0, 'P1'), '25.6 %');
  assert.equal(formatValue(int(7), 4, undefined), '   7');
  assert.equal(formatValue(int(7), -4, undefined), '7   ');
  assert.equal(formatValue({ kind: 'string', value: 'tea' }, 5, undefined), '  tea');
  assert.equal(formatValue(real(1), 0, '#,##0.00'), undefined);
  assert.equal(formatValue(real(1.5), 0, 'D2'), undefined);
});

test('64-bit values, decimals and objects are left to .NET', () => {
  assert.deepEqual(toValue({ type: 'number', className: 'Int32', value: 3 }), {
    kind: 'int',
    value: 3,
  });
  assert.deepEqual(toValue({ type: 'object', subtype: 'null', className: 'string' }), {
    kind: 'null',
  });
  assert.equal(toValue({ type: 'number', className: 'Int64', value: 3 }), undefined);
  assert.equal(toValue({ type: 'number', className: 'Single', value: 3 }), undefined);
  assert.equal(toValue({ type: 'object', className: 'System.Decimal' }), undefined);
});

test("hit counts have VS Code's syntax", () => {
  const hits = (condition: string) => [1, 2, 3, 4].filter((count) => isHit(count, condition));
  assert.deepEqual(hits('3'), [3]);
  assert.deepEqual(hits('== 3'), [3]);
  assert.deepEqual(hits('>=3'), [3, 4]);
  assert.deepEqual(hits('> 3'), [4]);
  assert.deepEqual(hits('<= 2'), [1, 2]);
  assert.deepEqual(hits('< 2'), [1]);
  assert.deepEqual(hits('% 2'), [2, 4]);
});
