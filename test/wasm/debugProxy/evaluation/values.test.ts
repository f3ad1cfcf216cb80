// Values that depend on what the page's runtime says of their types.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setPlace } from '../../../../src/wasm/debugProxy/evaluation/assignment.ts';
import type { EvaluationContext } from '../../../../src/wasm/debugProxy/evaluation/context.ts';
import { callLocalFunction } from '../../../../src/wasm/debugProxy/evaluation/calls/localFunctions.ts';
import { castTo } from '../../../../src/wasm/debugProxy/evaluation/casts.ts';
import { alignValue } from '../../../../src/wasm/debugProxy/evaluation/interpolation.ts';
import { callMember, getMember } from '../../../../src/wasm/debugProxy/evaluation/members.ts';
import { elementPlace } from '../../../../src/wasm/debugProxy/evaluation/places.ts';
import { itemsOf } from '../../../../src/wasm/debugProxy/evaluation/queries/items.ts';
import { areEqual } from '../../../../src/wasm/debugProxy/evaluation/operations.ts';
import { matches } from '../../../../src/wasm/debugProxy/evaluation/patterns.ts';
import { ValueCodec } from '../../../../src/wasm/debugProxy/evaluation/runtime/valueCodec.ts';
import type { Expression } from '../../../../src/wasm/debugProxy/evaluation/syntax/expression.ts';
import { parseExpression } from '../../../../src/wasm/debugProxy/evaluation/syntax/parser.ts';
import { simpleType } from '../../../../src/wasm/debugProxy/evaluation/syntax/typeNames.ts';
import { parseDecimal } from '../../../../src/wasm/debugProxy/evaluation/values/decimals.ts';
import { convert } from '../../../../src/wasm/debugProxy/evaluation/values/numbers.ts';
import {
  bool,
  int,
  nullValue,
  text,
  type Value,
} from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';

interface Type {
  readonly fullName: string;
  readonly generics: readonly number[];
  readonly isArray?: boolean;
  readonly element?: number;
}

const types: Readonly<Record<number, Type>> = {
  1: { fullName: 'System.Nullable`1[System.Int64]', generics: [2] },
  2: { fullName: 'System.Int64', generics: [] },
  3: { fullName: 'System.Byte', generics: [] },
  4: { fullName: 'System.IO.Path', generics: [] },
  5: { fullName: 'System.String', generics: [] },
  6: { fullName: 'Shop.Point', generics: [] },
  7: { fullName: 'System.String[]', generics: [], isArray: true, element: 5 },
  10: { fullName: 'System.Char', generics: [] },
};

const array: Value = { kind: 'object', id: 70, type: 7 };

const agent = {
  typeInfo: async (type: number) => types[type],
  fields: async () => [
    { name: 'Small', type: 9, isStatic: true },
    { name: 'value__', type: 3, isStatic: false },
  ],
  version: async () => 66,
  parents: async (type: number) => [type],
  isValueType: async (type: number) => ![5, 7].includes(type),
  methods: async () => [],
};

/** A page whose members answer with what was asked of them. */
function context(use: (name: string, given: readonly Value[]) => Value | undefined) {
  const reflection = {
    use: async (_: string, __: unknown, name: string, given: readonly Value[] = []) =>
      use(name, given),
    typeOf: async (of: Value) => ('type' in of && of.kind !== 'number' ? of.type : 0),
  };
  const typeObject = async () => array;
  return { runtime: { agent, reflection, typeObject } } as unknown as EvaluationContext;
}

test('a nullable variable without a value takes values of its type only', async () => {
  let value: Value = nullValue;
  const set = async (next: Value): Promise<void> => {
    value = next;
  };
  const place = { type: 1, get: async () => value, set };
  const isNumber = context((_, [given]) => bool(given?.kind === 'number'));
  await assert.rejects(setPlace(place, text('x'), nullValue, isNumber), /cannot be assigned/);
  assert.equal(value, nullValue);
  await setPlace(place, int(5), nullValue, isNumber);
  assert.deepEqual(value, convert(5n, 'long'));
});

test('an element of an array takes values of its type only', async () => {
  const { runtime, ...rest } = context(() => bool(false));
  const set: Value[] = [];
  const arrays = {
    arrayPosition: async () => 0,
    arrayItem: async () => nullValue,
    setArrayItem: async (_: unknown, __: unknown, value: Value) => void set.push(value),
  };
  const page = { ...rest, runtime: Object.assign(runtime, arrays) } as unknown as EvaluationContext;
  const place = await elementPlace(array, [int(0)], page);
  const point: Value = { kind: 'struct', type: 6, bytes: Buffer.alloc(0) };
  await assert.rejects(setPlace(place, point, nullValue, page), /cannot be assigned/);
  assert.deepEqual(set, []);
});

test('arrays of several dimensions are no collections', async () => {
  const { runtime } = context(() => undefined);
  const page = { runtime: Object.assign(runtime, { arrayLengths: async () => [2, 2] }) };
  const items = itemsOf(array, page as unknown as EvaluationContext);
  await assert.rejects(items, /more than one dimension/);
});

test('a number is cast to the number type of an enum', async () => {
  const cast = await new ValueCodec(agent as never).enumValue(8, convert(258n, 'long'));
  assert.ok(cast.kind === 'enum');
  assert.deepEqual(cast.value, convert(2n, 'byte'));
  // The tag of byte, and its value.
  assert.equal(cast.bytes.subarray(-5).toString('hex'), '0500000002');
});

test('casts throw that lose more than the digits behind the point, of decimals always', async () => {
  const cast = (value: Value, type: number, isChecked: boolean) =>
    castTo(value, simpleType(types[type]?.fullName ?? ''), {
      ...context(() => undefined),
      isChecked,
      types: { resolve: async () => type },
    } as unknown as EvaluationContext);
  await assert.rejects(cast(int(70_000), 10, true), /OverflowException/);
  assert.deepEqual(await cast(int(70_000), 10, false), { kind: 'char', value: '\u1170' });
  assert.deepEqual(await cast(int(65), 10, true), { kind: 'char', value: 'A' });
  await assert.rejects(cast(parseDecimal('256'), 3, false), /OverflowException/);
  assert.deepEqual(await cast(parseDecimal('255.9'), 3, true), convert(255n, 'byte'));
});

test('nullable values have HasValue and Value', async () => {
  const none = context(() => undefined);
  assert.deepEqual(await getMember(int(4), 'HasValue', none), bool(true));
  assert.deepEqual(await getMember(int(4), 'Value', none), int(4));
});

test('only the Join of strings joins texts', async () => {
  const items: Value = { kind: 'sequence', items: [text('a'), text('b')] };
  const join = (type: number) =>
    callMember(
      { kind: 'type', type, name: 'T' },
      'Join',
      [text('-'), items],
      context(() => text('')),
    );
  assert.deepEqual(await join(5), text('a-b'));
  assert.deepEqual(await join(4), text(''));
});

test('a type that formats itself only with a provider is formatted', async () => {
  const point: Value = { kind: 'struct', type: 6, bytes: Buffer.alloc(0) };
  const page = context((name, given) => {
    if (name !== 'ToString' || given.length === 1) return undefined;
    return text(given.length === 0 ? 'plain' : 'formatted');
  });
  assert.equal(await alignValue(point, { alignment: 10, format: 'X' }, page), ' formatted');
  assert.equal(await alignValue(point, { alignment: 0, format: undefined }, page), 'plain');
});

test('elements of a tuple have their own numbers, whatever they are taken from', async () => {
  const page = context((name) => text(name));
  const names = ['Item2', undefined, 'Name'];
  const tuple: Value = { kind: 'struct', type: 6, bytes: Buffer.alloc(0), names };
  assert.deepEqual(await getMember(tuple, 'Item2', page), text('Item2'));
  assert.deepEqual(await getMember(tuple, 'Name', page), text('Item3'));
});

test('only records and pairs are deconstructed by the names of the parameters', async () => {
  const point: Value = { kind: 'struct', type: 6, bytes: Buffer.alloc(0) };
  const isMatch = (isRecord: boolean) => {
    const { runtime } = context(() => int(1));
    const methods = async (_: number, name: string) =>
      name === 'Deconstruct' || isRecord ? [1] : [];
    const parameters = async () => [{ name: 'X' }, { name: 'Y' }];
    const page = {
      runtime: Object.assign(runtime, { agent: { ...agent, methods, parameters } }),
      evaluate: async () => int(1),
    } as unknown as EvaluationContext;
    const { pattern } = parseExpression('point is (1, 1)') as Extract<Expression, { kind: 'is' }>;
    return matches(point, pattern, page);
  };
  assert.equal(await isMatch(true), true);
  await assert.rejects(isMatch(false), /cannot be deconstructed/);
});

test('an enum value matches 0 if it is 0', async () => {
  const closed = await new ValueCodec(agent as never).enumValue(8, convert(0n, 'long'));
  const open = await new ValueCodec(agent as never).enumValue(8, convert(1n, 'long'));
  const page = context(() => undefined);
  assert.equal(await areEqual(closed, int(0), page), true);
  assert.equal(await areEqual(open, int(0), page), false);
  assert.equal(await areEqual(open, int(1), page), false);
});

test('one of several local functions of a name is not chosen', async () => {
  const found: Value = { kind: 'sequence', items: [text('a'), text('b')] };
  const { runtime } = context(() => found);
  const page = {
    runtime: Object.assign(runtime, { enumValue: async () => int(0) }),
    types: { declaring: async () => 6 },
    frame: { writtenName: async () => 'Main' },
  } as unknown as EvaluationContext;
  const call = callLocalFunction({ name: 'double', given: [], types: [] }, page);
  await assert.rejects(call, /several local functions/);
});
