// What is asked of a page for paths of names, such as `Order.Customer.Name`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Evaluator } from '../../../../src/wasm/debugProxy/evaluation/evaluator.ts';
import type { CSharpFrame } from '../../../../src/wasm/debugProxy/evaluation/runtime/frame.ts';
import type { PausedRuntime } from '../../../../src/wasm/debugProxy/evaluation/runtime/pausedRuntime.ts';
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
