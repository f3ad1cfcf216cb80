// Spans in variables, of which the runtime tells the length and the first element.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Evaluator } from '../../../../src/wasm/debugProxy/evaluation/evaluator.ts';
import { Presenter } from '../../../../src/wasm/debugProxy/evaluation/present.ts';
import type { CSharpFrame } from '../../../../src/wasm/debugProxy/evaluation/runtime/frame.ts';
import type { PausedRuntime } from '../../../../src/wasm/debugProxy/evaluation/runtime/pausedRuntime.ts';
import { Reflection } from '../../../../src/wasm/debugProxy/evaluation/runtime/reflection.ts';
import { ValueCodec } from '../../../../src/wasm/debugProxy/evaluation/runtime/valueCodec.ts';
import { KeptObjects } from '../../../../src/wasm/debugProxy/evaluation/values/keptObjects.ts';
import { bool, int, type Value } from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';
import type { RelayTarget } from '../../../../src/wasm/debugProxy/relay/handler.ts';
import { writer } from './agentReplies.ts';
import { stopPorts } from './stopPorts.ts';

const spanType = 9;
const length = (value: number): Buffer => writer().byte(0x08).number(value).written();

function span(first: Buffer, count: number): Value {
  const head = writer().byte(0x11).byte(0).byte(0).number(spanType).number(2).written();
  return { kind: 'struct', type: spanType, bytes: Buffer.concat([head, first, length(count)]) };
}

const variables: Readonly<Record<string, Value>> = {
  numbers: span(length(7), 3),
  word: span(writer().byte(0x03).number(0x74).written(), 3),
  none: span(Buffer.of(0xf0), 0),
  empty: span(writer().byte(0xf0).byte(0x08).number(33).written(), 0),
};

/** An evaluator in a method with spans. The runtime is asked for nothing but types. */
function inMethod(): Evaluator {
  const agent = {
    typeInfo: async () => ({
      name: 'Span`1',
      fullName: 'System.Span`1[System.Int32]',
      generics: [],
    }),
    version: async () => 0,
    parents: async (type: number) => [type],
    fields: async () => [{ name: '_length', isStatic: false, isReadOnly: true }],
    methods: async () => [],
    findType: async () => 1,
    string: async () => 1,
    typeObject: async () => 1,
  } as never;
  const codec = new ValueCodec(agent);
  const reflection = new Reflection(agent, codec, stopPorts().facts);
  const runtime = { agent, codec, reflection } as unknown as PausedRuntime;
  const variable = async (name: string) => {
    const value = variables[name];
    return value && { get: async () => value };
  };
  return new Evaluator(runtime, { variable } as unknown as CSharpFrame);
}

for (const [expression, expected] of [
  ['numbers.Length', int(3)],
  ['numbers[0] + 1', int(8)],
  ['word[0]', { kind: 'char', value: 't' }],
  ['none.Length', int(0)],
  ['none.IsEmpty', bool(true)],
  ['empty.Length', int(0)],
  ['numbers.IsEmpty', bool(false)],
] as const) {
  test(`${expression} is told of a span`, async () => {
    assert.deepEqual(await inMethod().evaluateText(expression), expected);
  });
}

for (const [expression, reason] of [
  ['numbers[1]', /only the length and the first element are known/],
  ['numbers[^1]', /only the length and the first element are known/],
  ['numbers[3]', /outside the bounds/],
  ['empty[0]', /outside the bounds/],
  ['none[0]', /outside the bounds/],
] as const) {
  test(`${expression} is refused in words`, async () => {
    await assert.rejects(inMethod().evaluateText(expression), reason);
  });
}

test('a span is not sent to the runtime', async () => {
  const { codec } = inMethod().runtime;
  const sent = codec.write(variables['numbers'] ?? int(0));
  await assert.rejects(sent, /only the length and the first element are known/);
});

test('a span opens with its length and its first element', async () => {
  const kept = new KeptObjects();
  const presenter = new Presenter({} as RelayTarget, inMethod().runtime, kept);
  const shown = (await presenter.present(variables['word'] ?? int(0))) as Record<string, string>;
  assert.equal(shown['description'], 'Span[3]');
  const members = kept.members(shown['objectId'] ?? '') ?? new Map();
  assert.deepEqual(Object.fromEntries(members), {
    Length: int(3),
    '[0]': { kind: 'char', value: 't' },
  });
});
