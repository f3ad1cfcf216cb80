// Type arguments of generic calls, and which overload takes the arguments.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EvaluationContext } from '../../../../../src/wasm/debugProxy/evaluation/context.ts';
import { EvaluationError } from '../../../../../src/wasm/debugProxy/evaluation/evaluationError.ts';
import { callMethod } from '../../../../../src/wasm/debugProxy/evaluation/calls/methodCalls.ts';
import {
  bool,
  int,
  nullValue,
  text,
  type Value,
} from '../../../../../src/wasm/debugProxy/evaluation/values/values.ts';

const type = {
  owner: 1,
  int: 2,
  string: 3,
  long: 4,
  list: 70,
  ofInts: 71,
  enumerable: 61,
  valueType: 5,
  refused: 6,
  missing: 7,
};
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
  [type.owner]: typeOf('Owner'),
  [type.missing]: typeOf('System.Reflection.Missing'),
  [type.valueType]: typeOf('System.ValueType'),
  [open.item]: typeOf('T'),
  [open.items]: typeOf('IEnumerable`1[T]', type.enumerable, [open.item]),
};

/** The numbers of value types. */
const structs = { [type.int]: true, [type.long]: true };

const list: Value = { kind: 'object', id: 9, type: type.list };
const long: Value = { kind: 'number', type: 'long', value: 5n };

/** A call of a static method `Use<T>`, which may have overloads without T. */
interface Use {
  /** The types of the parameters of each overload. */
  readonly overloads: readonly (readonly number[])[];
  /** Which of them are not generic. */
  readonly plain?: readonly number[];
  readonly given: readonly Value[];
  readonly explicit?: readonly number[];
  readonly isInstance?: boolean;
}

/**
 * Returns the overload and the type argument; `undefined` if none is called. Of those that are not generic, reflection
 * chooses, which is overload -1.
 */
async function callUse({
  explicit = [],
  given,
  isInstance = true,
  overloads,
  plain = [],
}: Use): Promise<{ readonly overload: number; readonly argument: number } | undefined> {
  const chosen: number[] = [];
  const close = (parameter: number, index: number) =>
    ({ [open.item]: chosen[index] ?? 0, [open.items]: type.ofInts })[parameter] ?? parameter;
  let invoked = -1;
  const runtime = {
    agent: {
      parents: async (of: number) => (of in structs ? [of, type.valueType] : [of]),
      methods: async () => overloads.map((_, index) => 200 + index),
      methodInfo: async (method: number) => {
        const generics = plain.includes(method - 200) ? [] : [open.item];
        return { isStatic: true, definition: 0, generics };
      },
      parameters: async (method: number) => {
        const index = method % 100;
        const parameters = overloads[index] ?? [];
        return parameters.map((of) => ({ name: 'x', type: method < 300 ? of : close(of, index) }));
      },
      typeInfo: async (of: number) => {
        if (of === type.refused) throw new EvaluationError('The runtime refused typeInfo');
        return types[of];
      },
    },
    codec: { write: async () => Buffer.alloc(1), writeObject: async () => Buffer.alloc(1) },
    reflection: {
      typeOf: async (value: Value) =>
        value.kind === 'object'
          ? value.type
          : value.kind === 'number' && value.type === 'long'
            ? type.long
            : type.int,
      use: async (...[, , name]: readonly [string, object, string]) => {
        if (name === 'IsInstanceOfType') return bool(isInstance);
        return plain.length > 0 ? text('called by reflection') : undefined;
      },
      invoke: async (method: number) => {
        invoked = method - 300;
        return text('called');
      },
    },
    typeObject: async () => ({ kind: 'object', id: 100, type: 101 }),
    interfaces: async (of: number) => (of === type.list ? [type.ofInts] : []),
    makeGeneric: async (method: number, arguments_: readonly number[]) => {
      chosen[method - 200] = arguments_[0] ?? 0;
      return method + 100;
    },
  };
  const call = { name: 'Use', given, types: explicit };
  const context = { runtime } as unknown as EvaluationContext;
  const called = await callMethod({ type: type.owner }, call, context);
  return called && { overload: invoked, argument: chosen[invoked] ?? 0 };
}

/** Calls `Use<T>` with one parameter; returns its type argument. */
async function use(
  parameter: number,
  given: Value,
  explicit: readonly number[] = [],
  isInstance = true,
): Promise<number | undefined> {
  const call = { overloads: [[parameter]], given: [given], explicit, isInstance };
  return (await callUse(call))?.argument;
}

async function overloadOf(call: Use): Promise<number | undefined> {
  return (await callUse(call))?.overload;
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

test('of several overloads, the one is called that C# prefers', async () => {
  const [item, items] = [[open.item], [open.items]];
  // The type itself, without a conversion.
  assert.equal(await overloadOf({ overloads: [items, item], given: [list] }), 1);
  assert.equal(await overloadOf({ overloads: [item, items], given: [list] }), 0);
  const numbers = [
    [open.item, type.int],
    [open.item, type.long],
  ];
  assert.equal(await overloadOf({ overloads: numbers, given: [list, long] }), 1);
  // `T` is less specific than a type.
  const specific = [
    [open.item, open.item],
    [open.item, type.int],
  ];
  assert.equal(await overloadOf({ overloads: specific, given: [int(1), int(2)] }), 1);
});

test('a generic overload is called if it is better than those that are not generic', async () => {
  const toLong = [[type.long], [open.item]];
  assert.equal(await overloadOf({ overloads: toLong, plain: [0], given: [int(1)] }), 1);
  // Of the same types, that without type parameters is better.
  const toInt = [[type.int], [open.item]];
  assert.equal(await overloadOf({ overloads: toInt, plain: [0], given: [int(1)] }), -1);
});

test('a call is refused where C# might choose another overload', async () => {
  const overloads = [
    [open.items, type.owner],
    [type.owner, open.items],
  ];
  await assert.rejects(callUse({ overloads, given: [list, list] }), /Several overloads of Use/);
  // A base type has a method of the same form.
  const hidden = [[open.items], [open.items]];
  assert.equal(await overloadOf({ overloads: hidden, given: [list] }), 0);
});

test('an overload that the page cannot make or check does not hide others', async () => {
  const overloads = [[open.item], [type.refused]];
  assert.equal(await overloadOf({ overloads, given: [list], explicit: [type.list] }), 0);
});

test('type arguments do not follow from numbers of several types', async () => {
  const overloads = [[open.item, open.item]];
  assert.equal(await overloadOf({ overloads, given: [int(1), long] }), undefined);
  assert.equal(await overloadOf({ overloads, given: [long, long] }), 0);
});

test('what stands for a missing argument is never one of a generic method', async () => {
  const missing: Value = { kind: 'object', id: 8, type: type.missing };
  for (const parameter of [type.owner, open.item]) {
    const overloads = [[open.item, parameter]];
    assert.equal(await overloadOf({ overloads, given: [list, missing] }), undefined);
  }
});

test('numbers and null are converted only as C# does without a cast', async () => {
  const withInt = [[open.item, type.int]];
  assert.equal(await overloadOf({ overloads: withInt, given: [list, long] }), undefined);
  assert.equal(await overloadOf({ overloads: withInt, given: [list, nullValue] }), undefined);
  const withText = [[open.item, type.string]];
  assert.equal(await overloadOf({ overloads: withText, given: [list, nullValue] }), 0);
});
