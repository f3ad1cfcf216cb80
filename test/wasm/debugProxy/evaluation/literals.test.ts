// Expressions that need no page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Evaluator } from '../../../../src/wasm/debugProxy/evaluation/evaluator.ts';
import { PausedRuntime } from '../../../../src/wasm/debugProxy/evaluation/runtime/pausedRuntime.ts';
import { toText } from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';
import { stopPorts } from './stopPorts.ts';
import type { RelayTarget } from '../../../../src/wasm/debugProxy/relay/handler.ts';

const noPage: RelayTarget = {
  sessionId: 'S',
  type: 'page',
  contexts: 1,
  send: (method) => Promise.reject(new Error(`${method} was sent.`)),
  emit: () => undefined,
};

async function evaluate(expression: string): Promise<string> {
  const runtime = new PausedRuntime(noPage, 1, stopPorts());
  const value = await new Evaluator(runtime, runtime.frame(1)).evaluateText(expression);
  return `${toText(value)} ${value.kind === 'number' ? value.type : value.kind}`;
}

const values: readonly (readonly [string, string])[] = [
  ['1 + 2 * 3', '7 int'],
  ['(1 + 2) * 3', '9 int'],
  ['2147483647 + 1', '-2147483648 int'],
  ['unchecked(2147483647 + 1)', '-2147483648 int'],
  ['checked(2147483646 + 1)', '2147483647 int'],
  ['checked(1e308 * 10)', '∞ double'],
  ['2147483648', '2147483648 uint'],
  ['4294967296', '4294967296 long'],
  ['18446744073709551615', '18446744073709551615 ulong'],
  ['1u + 1', '2 long'],
  ['1u + 2u', '3 uint'],
  ['3u - 4u', '4294967295 uint'],
  ['1L + 1', '2 long'],
  ['0xFF & 0b1010', '10 int'],
  ['1_000', '1000 int'],
  ['-7 / 2', '-3 int'],
  ['7 % -3', '1 int'],
  ['1 << 33', '2 int'],
  ['-8 >> 1', '-4 int'],
  ['~0', '-1 int'],
  ['~1u', '4294967294 uint'],
  ['~1L', '-2 long'],
  ['checked(~1ul)', '18446744073709551614 ulong'],
  ['5 ^ 1', '4 int'],
  ['"abc"[^1]', 'c char'],
  ['"abcd"[1..^1]', 'bc string'],
  ['"abcd"[..2]', 'ab string'],
  ['"abcd"[2..]', 'cd string'],
  ['new[] { 1, 2 }[^2]', '1 int'],
  ['new[] { 1, 2.5 }[0] / 2', '0.5 double'],
  ['new[] { 1, 2L }[0]', '1 long'],
  ['new[] { 1, 2m }[0] / 4', '0.25 decimal'],
  ['new[] { 1u, 2u }[0]', '1 uint'],
  ['new[] { 1, 2, 3 }[1..].Length', '2 int'],
  ['new[] { 1, 2, 3 }.Aggregate((a, b) => a * b)', '6 int'],
  ['new[] { 2, 3 }.Aggregate(10, (a, b) => a - b)', '5 int'],
  ['sizeof(long)', '8 int'],
  ['"ab" is { Length: 2 }', 'True bool'],
  ['new[] { 1, 2 } is [1, 2]', 'True bool'],
  ['new[] { 1, 2 } is [1]', 'False bool'],
  ['new[] { 1, 2, 3 } is [1, .., > 2]', 'True bool'],
  ['new[] { 1 } is [1, .., 1]', 'False bool'],
  ['1e3', '1000 double'],
  ['1.0 / 3', '0.3333333333333333 double'],
  ['1f / 3', '0.33333334 float'],
  ['1.0 / 0', '∞ double'],
  ['1e20', '1E+20 double'],
  ['1.10m + 2', '3.10 decimal'],
  ['1.5m * 1.50m', '2.250 decimal'],
  ['1m / 3', '0.3333333333333333333333333333 decimal'],
  ['2.00m / 4m', '0.50 decimal'],
  ['5m % 3', '2 decimal'],
  ["'a' + 1", '98 int'],
  ["'a' < 'b'", 'True bool'],
  ["'\\u0041'", 'A char'],
  ['"a" + 1 + 2.5 + true + null', 'a12.5True string'],
  ['"\\ttab\\x41"', '\ttabA string'],
  ['@"c:\\""x"""', 'c:\\"x" string'],
  ['"""a "b" c"""', 'a "b" c string'],
  ['$"{1 + 1,4}|{(true ? "a" : "b"),-3}|{{"', '   2|a  |{ string'],
  ['true && !false || false', 'True bool'],
  ['true ^ true', 'False bool'],
  ['1 == 1.0 && 1m == 1', 'True bool'],
  ['null ?? "x"', 'x string'],
  ['null == null', 'True bool'],
  ['1 is 1 or 2', 'True bool'],
  ['5 is > 3 and not 6', 'True bool'],
  ['3 switch { < 2 => "low", 3 => "three", _ => "high" }', 'three string'],
  ['nameof(a.b?.C)', 'C string'],
  ['"abc".Length', '3 int'],
  ['"abc"[1]', 'b char'],
  ['"abcb".Where(c => c == \'b\').Count()', '2 int'],
  ['"abc".Select((c, i) => i).Sum()', '3 int'],
  ['1 + 1 // two', '2 int'],
  ['5m is 5', 'True bool'],
  ['5 is 5.5', 'False bool'],
  ['null | true', 'True bool'],
  ['false & null', 'False bool'],
  ['"ab".Select(c => 2000000000).Average()', '2000000000 double'],
  ['"ab".Select(c => c == \'a\' ? null : 3).Average()', '3 double'],
  ['"abc".Select((c, i) => i == 0 ? null : i).Min()', '1 int'],
  ['"abc".Select((c, i) => i == 0 ? null : i).Sum()', '3 int'],
  ['"ab".Select(c => 0.1f).Sum()', '0.2 float'],
  ['"aab".Select(c => c).Distinct().Count()', '2 int'],
  ['"ab".Select((c, i) => i == 0 ? 1.0m : 1m).Distinct().Count()', '1 int'],
  ['"ab".Select((c, i) => i == 1 ? null : "x").OrderBy(t => t).First()', ' null'],
  ['"ab".Select(c => "x").FirstOrDefault(t => t == "y")', ' null'],
];

for (const [expression, expected] of values) {
  test(`${expression} is ${expected}`, async () =>
    assert.equal(await evaluate(expression), expected));
}

const refused: readonly (readonly [string, RegExp])[] = [
  ['', /The expression is empty/],
  ['1 +', /ends too early/],
  ['(1', /ends too early/],
  ['1 2', /Unexpected 2/],
  ['"a', /string is not closed/],
  ['1 / 0', /divide by zero/],
  ['1 + true', /cannot be applied to int and bool/],
  ['1.5m + 1.5', /use a cast/],
  ['1 ? 2 : 3', /A bool is needed/],
  ['null.Length', /NullReferenceException/],
  ['"abc"[3]', /IndexOutOfRangeException/],
  ['79228162514264337593543950335m + 1', /OverflowException/],
  ['x => { return 1; }', /statements are not supported/],
  ['checked(2147483647 + 1)', /OverflowException/],
  ['checked(unchecked(2147483647 + 1) - 1)', /OverflowException/],
  ['checked(-4294967295u * 4294967296L * 4)', /OverflowException/],
  ['checked(new[] { 2147483647 }.Select(n => n + 1)).First()', /OverflowException/],
  ['1 = 2', /left side of an assignment/],
  [
    `"${'a'.repeat(40)}".Select(c => "${'b'.repeat(40)}").SelectMany(t => t)`,
    /more than 1000 elements/,
  ],
  // A string that is null would be a text here.
  ['null + 1', /cannot be applied to null and int/],
  ['null + null', /cannot be applied/],
  ['"abc".FirstOrDefault(c => c == \'z\')', /the default of its type is not known/],
  ['"ab".Select(c => 2000000000).Sum()', /OverflowException/],
  ['"ab".Select(c => 9223372036854775807).Sum()', /OverflowException/],
  ['1 == default', /ends too early/],
  ['"abc"[2..1]', /ArgumentOutOfRangeException/],
  ['"abc"[^4]', /IndexOutOfRangeException/],
  ['^1', /in an index only/],
  ['sizeof(Guid)', /sizeof\(Guid\) is not supported/],
  ['"".Where(c => true).First()', /contains no elements/],
  ['"a".First(c => c == \'b\')', /no matching element/],
  ['new[] { 1, 2u }', /no common type/],
  ['new[] { 1.5, 2m }', /no common type/],
  ['new Order[2]', /new\[\] \{ … \}/],
  ['new int[] { 1 }', /new\[\] \{ … \}/],
  ['new Order', /ends too early/],
  ['new Order.Name', /ends too early/],
  // Overloads with more arguments do something else.
  ['new[] { 1, 2 }.Aggregate(1, (a, b) => a + b, c => -c)', /Aggregate cannot be called/],
  ['new[] { "b", "A" }.OrderBy(t => t, null)', /OrderBy cannot be called/],
  ['new[] { "b" }.SelectMany(t => t, (t, c) => c)', /SelectMany cannot be called/],
];

for (const [expression, reason] of refused) {
  test(`${expression || 'an empty text'} is refused in words`, async () =>
    assert.rejects(evaluate(expression), reason));
}
