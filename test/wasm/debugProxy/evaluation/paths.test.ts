// What is asked of a page for paths of names, such as `Order.Customer.Name`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Evaluator } from '../../../../src/wasm/debugProxy/evaluation/evaluator.ts';
import type { CSharpFrame } from '../../../../src/wasm/debugProxy/evaluation/runtime/frame.ts';
import type { PausedRuntime } from '../../../../src/wasm/debugProxy/evaluation/runtime/pausedRuntime.ts';
import type { Variable } from '../../../../src/wasm/debugProxy/evaluation/runtime/variable.ts';
import type { TypeName } from '../../../../src/wasm/debugProxy/evaluation/syntax/expression.ts';
import type { Types } from '../../../../src/wasm/debugProxy/evaluation/runtime/types.ts';
import {
  bool,
  int,
  nullValue,
  type Value,
} from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';

const object = (id: number): Value => ({ kind: 'object', id, type: id });

/** An evaluator in a method of an object with an order, and the properties that it has read. */
function inShop(): { readonly evaluator: Evaluator; readonly read: readonly string[] } {
  const read: string[] = [];
  const members: Readonly<Record<string, Value>> = { Order: object(2), Customer: object(3) };
  const use = async (_: string, __: Value, name: string): Promise<Value> => {
    read.push(name);
    return members[name] ?? int(read.filter((one) => one === name).length);
  };
  const runtime = { reflection: { use } } as unknown as PausedRuntime;
  const variable = async (name: string) =>
    name === 'this' ? { get: async () => object(1) } : undefined;
  const frame = { variable } as unknown as CSharpFrame;
  return { evaluator: new Evaluator(runtime, frame), read };
}

test('each getter of a path is called once', async () => {
  const { evaluator, read } = inShop();
  assert.deepEqual(await evaluator.evaluateText('Order.Customer.Number'), int(1));
  assert.deepEqual(read, ['Order', 'Customer', 'Number']);
});

test('a path is read each time that an expression has it', async () => {
  const { evaluator, read } = inShop();
  assert.deepEqual(await evaluator.evaluateText('Order.Number + Order.Number'), int(3));
  assert.deepEqual(read, ['Order', 'Number', 'Order', 'Number']);
});

test('the parameter of a lambda hides a tuple of the frame, with the names of its elements', async () => {
  const item = { get: async () => object(1), tupleNames: ['Length'] };
  const variable = async (name: string) => (name === 'item' ? item : undefined);
  const frame = { variable } as unknown as CSharpFrame;
  const evaluator = new Evaluator({} as PausedRuntime, frame);
  const query = 'new[] { "abc" }.Select(item => item.Length).First()';
  assert.deepEqual(await evaluator.evaluateText(query), int(3));
});

test('the parameter of a lambda hides a nullable variable of the frame without a value', async () => {
  const none = { get: async () => nullValue, type: 4 };
  const variable = async (name: string) => (name === 'some' ? none : undefined);
  const frame = { variable } as unknown as CSharpFrame;
  const runtime = {
    agent: {
      typeInfo: async () => ({ fullName: 'System.Nullable`1[System.Int32]', generics: [5] }),
    },
    reflection: { use: async () => undefined },
  } as unknown as PausedRuntime;
  const evaluator = new Evaluator(runtime, frame);
  assert.deepEqual(await evaluator.evaluateText('some.HasValue'), bool(false));
  const query = 'new[] { 1 }.Select(some => some.HasValue).First()';
  assert.deepEqual(await evaluator.evaluateText(query), bool(true));
});

for (const [expression, expected] of [
  ['some == default', false],
  ['default != some', true],
  ['none == default', true],
  ['plain == default', true],
  ['Some == default', false],
  ['plain != default', false],
  ['this.Some == default', false],
  ['all[0] == default', false],
  ['(int?)plain == default', false],
  ['(int)some == default', true],
] as const) {
  test(`${expression} compares with the default of the declared type`, async () => {
    const [nullable, integer, owner, array] = [4, 5, 6, 7];
    const variables: Readonly<Record<string, Variable>> = Object.fromEntries(
      Object.entries({
        some: nullable,
        none: nullable,
        plain: integer,
        all: array,
        this: owner,
      }).map(([name, type]) => [name, variableOf(name, type)]),
    );
    const infos: Readonly<Record<number, object>> = {
      [nullable]: { fullName: 'System.Nullable`1[System.Int32]', generics: [integer] },
      [integer]: { fullName: 'System.Int32', generics: [] },
      [array]: { fullName: 'System.Nullable`1[]', generics: [], element: nullable, isArray: true },
    };
    const agent = {
      typeInfo: async (type: number) => infos[type] ?? { fullName: 'Shop', generics: [] },
      parents: async (type: number) => [type],
      fields: async () => [{ id: 1, name: 'Some', type: nullable, isStatic: false }],
      methods: async () => [],
    };
    const runtime = {
      agent,
      reflection: { use: async () => int(0), typeOf: async () => integer },
      arrayPosition: async () => 0,
      arrayItem: async () => int(0),
    } as unknown as PausedRuntime;
    const frame = { variable: async (name: string) => variables[name] } as unknown as CSharpFrame;
    const types = {
      resolve: async () => integer,
      declaring: async () => owner,
      find: async ({ isNullable }: TypeName) => (isNullable ? nullable : integer),
    } as unknown as Types;
    const evaluator = new Evaluator(runtime, frame, types);
    assert.deepEqual(await evaluator.evaluateText(expression), bool(expected));
  });
}

function variableOf(name: string, type: number): Variable {
  const values: Readonly<Record<string, Value>> = {
    none: nullValue,
    this: { kind: 'object', id: 1, type },
    all: { kind: 'object', id: 2, type },
  };
  return { type, get: async () => values[name] ?? int(0), set: async () => undefined };
}

for (const [expression, expected] of [
  ['none as int? ?? 5', int(5)],
  ['none as int? == 6', bool(false)],
  ['none as int? != 6 && true', bool(true)],
  ['true ? none as int? : 5', nullValue],
] as const) {
  test(`the ? in ${expression} is that of a nullable type`, async () => {
    const frame = { variable: async () => ({ get: async () => nullValue }) };
    const evaluator = new Evaluator({} as PausedRuntime, frame as unknown as CSharpFrame);
    assert.deepEqual(await evaluator.evaluateText(expression), expected);
  });
}

for (const [expression, expected] of [
  ['from is 7 or 8', bool(true)],
  ['from as object ?? from', int(7)],
  ['from switch { 7 => 1, _ => 2 }', int(1)],
  ['(from) - where', int(0)],
  ['select is var by and > 6 ? by : or', int(7)],
  ['constructor + valueOf', int(14)],
] as const) {
  test(`${expression} uses variables with names of keywords and of JavaScript`, async () => {
    const variable = async () => ({ get: async () => int(7) });
    const frame = { variable } as unknown as CSharpFrame;
    const runtime = {
      reflection: { use: async () => bool(true) },
      typeObject: async () => object(1),
    } as unknown as PausedRuntime;
    const types = { resolve: async () => 1, find: async () => undefined } as unknown as Types;
    const evaluator = new Evaluator(runtime, frame, types);
    assert.deepEqual(await evaluator.evaluateText(expression), expected);
  });
}
