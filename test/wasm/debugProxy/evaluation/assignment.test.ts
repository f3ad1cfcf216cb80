// What is assigned, and what is evaluated for that.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Evaluator } from '../../../../src/wasm/debugProxy/evaluation/evaluator.ts';
import type { CSharpFrame } from '../../../../src/wasm/debugProxy/evaluation/runtime/frame.ts';
import type { PausedRuntime } from '../../../../src/wasm/debugProxy/evaluation/runtime/pausedRuntime.ts';
import {
  int,
  nullValue,
  type Value,
} from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';
import { writer } from './agentReplies.ts';

const types = { object: 1, point: 2, int: 3 } as const;

const object: Value = { kind: 'object', id: 1, type: types.object };

/** A value type with one field. */
function point(x: number): Value {
  const head = writer().byte(0x11).byte(0).byte(0).number(types.point).number(1);
  return { kind: 'struct', type: types.point, bytes: head.byte(0x08).number(x).written() };
}

/** An evaluator in a method of an object with a property Place of a value type, and the members that it uses. */
function inMap(): { readonly evaluator: Evaluator; readonly used: readonly string[] } {
  const used: string[] = [];
  let place = point(3);
  const use = async (access: string, of: Value, name: string, [given]: readonly Value[] = []) => {
    used.push(`${access} ${name}`);
    if (access === 'set' && given !== undefined) place = given;
    if (name === 'Nothing') return nullValue;
    if (name === 'X' && of.kind === 'struct') return int(of.bytes.readInt32BE(12));
    return name === 'Place' ? place : object;
  };
  const field = { name: 'X', id: 1, type: types.int, isStatic: false };
  const agent = {
    typeInfo: async (type: number) => ({
      fullName: type === types.int ? 'System.Int32' : 'Shop.Type',
      generics: [],
    }),
    fields: async () => [field],
    isValueType: async (type: number) => type !== types.object,
    methods: async () => [],
    parents: async (type: number) => [type],
    version: async () => 0,
  };
  const codec = {
    writeFor: async (_type: number, value: Value) =>
      writer()
        .byte(0x08)
        .number(value.kind === 'number' ? Number(value.value) : 0)
        .written(),
  };
  const runtime = { reflection: { use }, agent, codec } as unknown as PausedRuntime;
  const variable = async (name: string) =>
    name === 'this' ? { get: async () => object } : undefined;
  const frame = { variable } as unknown as CSharpFrame;
  return { evaluator: new Evaluator(runtime, frame), used };
}

test('a member of a value type is assigned, and what has it is evaluated once', async () => {
  const { evaluator, used } = inMap();
  assert.deepEqual(await evaluator.evaluateText('Map.Home.Place.X = 5'), int(5));
  assert.deepEqual(await evaluator.evaluateText('Map.Home.Place.X'), int(5));
  // Once for the assignment, and once to read the value.
  assert.equal(used.filter((one) => one === 'get Map').length, 2);
  assert.equal(used.filter((one) => one === 'get Home').length, 2);
});

test('a member of null is not assigned', async () => {
  const { evaluator, used } = inMap();
  const refused = evaluator.evaluateText('Map.Nothing.X = 5');
  await assert.rejects(refused, /NullReferenceException/);
  assert.ok(used.every((one) => !one.startsWith('set')));
});

test('the parameter of a lambda is not taken for a member of its name', async () => {
  const { evaluator, used } = inMap();
  const refused = evaluator.evaluateText('new[] { 1 }.Select(Map => Map = 5)');
  await assert.rejects(refused, /variable of the expression/);
  assert.deepEqual(used, []);
});
