// Type arguments of generic calls, and which overload takes the arguments.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EvaluationContext } from '../../../../src/wasm/debugProxy/evaluation/context.ts';
import { callGeneric } from '../../../../src/wasm/debugProxy/evaluation/genericCalls.ts';
import {
  bool,
  int,
  text,
  type Value,
} from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';

const type = { owner: 1, int: 2, string: 3, long: 4, list: 70, ofInts: 71, enumerable: 61 };
/** The type parameter T, and `IEnumerable<T>`. */
const open = { item: 50, items: 60 };

interface Type {
  readonly fullName: string;
  readonly definition: number;
  readonly generics: readonly number[];
}

function typeOf(fullName: string, definition = 0, generics: readonly number[] = []): Type {
  return { fullName, definition, generics };
}

const types: Readonly<Record<number, Type>> = {
  [type.int]: typeOf('System.Int32'),
  [type.string]: typeOf('System.String'),
  [type.long]: typeOf('System.Int64'),
  [type.list]: typeOf('List`1[System.Int32]', 69, [type.int]),
  [type.ofInts]: typeOf('IEnumerable`1[System.Int32]', type.enumerable, [type.int]),
  [open.item]: typeOf('T'),
  [open.items]: typeOf('IEnumerable`1[T]', type.enumerable, [open.item]),
};

const list: Value = { kind: 'object', id: 9, type: type.list };

/** Calls a static method `Use<T>` with a parameter; returns its type argument, or `undefined` if it isn't called. */
async function use(
  parameter: number,
  given: Value,
  explicit: readonly number[] = [],
  isInstance = true,
): Promise<number | undefined> {
  let chosen: readonly number[] = [];
  const made = () => (parameter === open.item ? (chosen[0] ?? 0) : type.ofInts);
  const runtime = {
    agent: {
      parents: async (of: number) => [of],
      methods: async () => [10],
      methodInfo: async () => ({ isStatic: true, definition: 0, generics: [open.item] }),
      parameters: async (method: number) => [
        { name: 'x', type: method === 10 ? parameter : made() },
      ],
      typeInfo: async (of: number) => types[of],
      typeObject: async () => 100,
      typeOfObject: async () => 101,
    },
    codec: { write: async () => Buffer.alloc(1), writeObject: async () => Buffer.alloc(1) },
    reflection: {
      typeOf: async (value: Value) => (value === list ? type.list : type.int),
      use: async () => bool(isInstance),
      invoke: async () => text('called'),
    },
    interfaces: async (of: number) => (of === type.list ? [type.ofInts] : []),
    makeGeneric: async (_: number, arguments_: readonly number[]) => {
      chosen = arguments_;
      return 11;
    },
  };
  const call = { name: 'Use', given: [given], types: explicit };
  const context = { runtime } as unknown as EvaluationContext;
  const called = await callGeneric({ type: type.owner }, call, context);
  return called === undefined ? undefined : chosen[0];
}

test('type arguments follow from values, and from what their types implement', async () => {
  assert.equal(await use(open.item, int(4)), type.int);
  assert.equal(await use(open.items, list), type.int);
  assert.equal(await use(open.items, int(4)), undefined);
});

test('type arguments that are written count, and numbers are converted to them', async () => {
  assert.equal(await use(open.item, int(4), [type.long]), type.long);
  assert.equal(await use(open.item, int(4), [type.long, type.int]), undefined);
});

test('a method is not called with arguments of other types', async () => {
  assert.equal(await use(open.item, list, [type.string], false), undefined);
});
