import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHit } from '../../../../src/wasm/debugProxy/conditions/breakpointTexts.ts';
import { parseLogMessage } from '../../../../src/wasm/debugProxy/conditions/logMessage.ts';

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

test('parentheses and braces end where they are closed', () => {
  assert.deepEqual(parseLogMessage('{Total(1),9:#,##0;(#,##0)}{order is { Number: 12 }}'), [
    expression('Total(1)', 9, '#,##0;(#,##0)'),
    expression('order is { Number: 12 }'),
  ]);
  assert.deepEqual(parseLogMessage('{Join(", ", a[1, 2]),-3}{Find("a\\":b"):X}'), [
    expression('Join(", ", a[1, 2])', -3),
    expression('Find("a\\":b")', 0, 'X'),
  ]);
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
