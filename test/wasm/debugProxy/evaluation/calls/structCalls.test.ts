// Methods of value types that change the value.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Evaluator } from '../../../../../src/wasm/debugProxy/evaluation/evaluator.ts';
import type { CSharpFrame } from '../../../../../src/wasm/debugProxy/evaluation/runtime/frame.ts';
import type { PausedRuntime } from '../../../../../src/wasm/debugProxy/evaluation/runtime/pausedRuntime.ts';
import type { Types } from '../../../../../src/wasm/debugProxy/evaluation/runtime/types.ts';
import { int, type Value } from '../../../../../src/wasm/debugProxy/evaluation/values/values.ts';

const types = { map: 1, point: 2, int: 3, array: 4 } as const;

const point = (x: number): Value => ({ kind: 'struct', type: types.point, bytes: Buffer.of(x) });

const field = (name: string, type: number, isReadOnly = false): object => ({
  id: 1,
  name,
  type,
  isStatic: false,
  isReadOnly,
});

/** An evaluator in a method of a map with points, which are 1 at first, or of another value, and what is set. */
function inMap(self: Value = { kind: 'object', id: 1, type: types.map }): {
  readonly evaluator: Evaluator;
  readonly set: readonly string[];
} {
  const set: string[] = [];
  const map = self;
  const array: Value = { kind: 'object', id: 2, type: types.array };
  const note = (name: string, value: Value | undefined): void => {
    set.push(`${name} is ${value?.kind === 'struct' ? value.bytes[0] : value?.kind}`);
  };
  const use = async (access: string, _: Value, name: string, [given]: readonly Value[] = []) => {
    if (access === 'set') note(name, given);
    if (access === 'call') return int(1);
    return name === 'Map' ? map : point(1);
  };
  const fields: Readonly<Record<number, readonly object[]>> = {
    [types.map]: [field('Place', types.point), field('Fixed', types.point, true)],
    [types.point]: [field('X', types.int)],
  };
  const results: Readonly<Record<string, number>> = { get_Home: types.point, get_Map: types.map };
  const agent = {
    fields: async (type: number) => fields[type] ?? [],
    parents: async (type: number) => [type],
    methods: async (_: number, name: string) =>
      name === 'Move' || name in results ? [Object.keys(results).indexOf(name)] : [],
    methodInfo: async () => ({ isStatic: false, generics: [] }),
    signature: async (method: number) => ({ result: Object.values(results)[method] }),
    typeInfo: async (type: number) => ({
      fullName: 'Shop.Type',
      generics: [],
      isArray: type === types.array,
      element: type === types.array ? types.point : undefined,
    }),
  };
  const typeOf = (value: Value): number => ('type' in value ? Number(value.type) : types.int);
  const reflection = {
    use,
    typeOf: async (value: Value) => typeOf(value),
    callOnCopy: async () => ({ result: int(2), copy: point(2) }),
  };
  const runtime = {
    agent,
    reflection,
    arrayPosition: async () => 0,
    arrayItem: async () => point(1),
    setArrayItem: async (_: Value, __: number, value: Value) => note('element', value),
  } as unknown as PausedRuntime;
  const values: Readonly<Record<string, Value>> = {
    local: point(1),
    all: array,
    at: int(0),
    this: map,
  };
  const variable = async (name: string) => {
    const value = values[name];
    if (value === undefined) return undefined;
    const put = async (given: Value): Promise<void> => note(name, given);
    return { get: async () => value, set: put, type: typeOf(value) };
  };
  const found = { declaring: async () => typeOf(self), find: async () => undefined };
  const frame = { variable } as unknown as CSharpFrame;
  return { evaluator: new Evaluator(runtime, frame, found as unknown as Types), set };
}

for (const [expression, ...changed] of [
  ['local.Move(1)', 'local is 2'],
  ['Place.Move(1)', 'Place is 2'],
  ['this.Place.Move(1)', 'Place is 2'],
  ['all[0].Move(1)', 'element is 2'],
  ['all[at].Move(1)', 'element is 2'],
] as const) {
  test(`${expression} changes the value where it is`, async () => {
    const { evaluator, set } = inMap();
    assert.deepEqual(await evaluator.evaluateText(expression), int(2));
    assert.deepEqual(set, changed);
  });
}

for (const expression of [
  'Fixed.Move(1)',
  'this.Home.Move(1)',
  'local.ToString()',
  'new[] { 1 }.Select(local => this.Home.Move(1)).First()',
]) {
  test(`${expression} changes a copy at most, as in C#`, async () => {
    const { evaluator, set } = inMap();
    assert.deepEqual(await evaluator.evaluateText(expression), int(1));
    assert.deepEqual(set, []);
  });
}

for (const expression of ['Map.Place.Move(1)', 'all[at + 0].Move(1)']) {
  test(`${expression} says that it has changed a copy, since its place is not read twice`, async () => {
    const { evaluator, set } = inMap();
    await assert.rejects(evaluator.evaluateText(expression), /changed a copy of the value only/);
    assert.deepEqual(set, []);
  });
}

for (const expression of ['Move(1)', 'this.Move(1)']) {
  test(`${expression} changes this in a method of a value type`, async () => {
    const { evaluator, set } = inMap(point(1));
    assert.deepEqual(await evaluator.evaluateText(expression), int(2));
    assert.deepEqual(set, ['this is 2']);
  });
}
