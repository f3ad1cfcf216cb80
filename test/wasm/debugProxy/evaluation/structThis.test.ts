// `this` in a method of a value type.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Evaluator } from '../../../../src/wasm/debugProxy/evaluation/evaluator.ts';
import { Agent } from '../../../../src/wasm/debugProxy/evaluation/runtime/agent.ts';
import { CSharpFrame } from '../../../../src/wasm/debugProxy/evaluation/runtime/frame.ts';
import type { PausedRuntime } from '../../../../src/wasm/debugProxy/evaluation/runtime/pausedRuntime.ts';
import type { Types } from '../../../../src/wasm/debugProxy/evaluation/runtime/types.ts';
import { ValueCodec } from '../../../../src/wasm/debugProxy/evaluation/runtime/valueCodec.ts';
import { bool, int, type Value } from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';
import type { AgentWriter } from '../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import type { RelayTarget } from '../../../../src/wasm/debugProxy/relay/handler.ts';
import { agentResult, named, readAsked, variablesReply, writer } from './agentReplies.ts';
import { stopPorts } from './stopPorts.ts';

const type = 40;
const object: Value = { kind: 'object', id: 1, type: 1 };

/** A counter with this count, and a static field Calls. */
function counter(count: number): Buffer {
  const head = writer().byte(0x11).byte(0).byte(0).number(type).number(-1).number(1);
  return head.byte(0x08).number(count).written();
}

/** The full names of types. Those of values derive from ValueType. */
const names: Readonly<Record<number, string>> = {
  8: 'System.Int32',
  40: 'Shop.Counter',
  41: 'System.ValueType',
};

const text = (...parts: readonly string[]): AgentWriter =>
  parts.reduce((all, part) => all.bytes(named(part)), writer());

function field(name: string, attributes: number): Buffer {
  const head = writer().number(1).bytes(named(name)).number(8);
  return head.number(attributes).number(0).written();
}

/** A frame of a method of a counter with the count 1, which may be marked as readonly. */
function inCounter(readOnly: 'type' | 'method' | 'none') {
  let present = counter(1);
  const fields = Buffer.concat([field('Count', 1), field('Calls', 0x10)]);
  const replies: Readonly<Record<string, (asked: number) => AgentWriter>> = {
    '1,1': () => text('mono').number(2).number(66),
    '1,2': () => writer().number(1).number(1),
    '1,12': () => writer().number(1).number(50),
    '1,20': () => writer().block(Buffer.alloc(0)).number(0).block(Buffer.alloc(0)),
    '9,1': () => writer().number(1),
    '11,1': () => writer().number(1).number(1).number(4).number(0).byte(0),
    '16,2': () => writer().bytes(present),
    '21,1': () => text('Shop.dll'),
    '22,4': () => variablesReply('parameters', []),
    '22,5': () => variablesReply('slots', []),
    '22,11': () => writer().number(0x06_00_00_05),
    '22,12': () => writer().number(2),
    '23,1': (asked) => text('', 'Counter', names[asked] ?? '').bytes(Buffer.alloc(64)),
    '23,3': () => writer().number(2).bytes(fields),
    '23,5': () => writer().number(60),
    '23,22': () => writer().number(1).number(41),
  };
  const target: RelayTarget = {
    sessionId: 'S',
    type: 'page',
    contexts: 1,
    emit: () => undefined,
    send: async (_, params) => {
      const { command = '', parameters = Buffer.alloc(0) } = readAsked(params) ?? {};
      if (command === '16,5') {
        // The thread and the frame precede the value.
        present = parameters.subarray(8);
        return agentResult(writer());
      }
      const reply = replies[command];
      if (reply === undefined) throw new Error(`${command} was asked.`);
      return agentResult(reply(parameters.length < 4 ? 0 : parameters.readInt32BE()));
    },
  };
  const ports = stopPorts();
  const agent = new Agent(target, 1, ports);
  const use = async (_: string, of: Value | { readonly type: number }, name: string) => {
    if (name === 'Calls') return int(7);
    if (name === 'IsDefined') {
      return bool(readOnly === ('kind' in of && of.kind === 'string' ? 'method' : 'type'));
    }
    if (name === 'ResolveMethod') return { kind: 'string', value: 'the method' };
    if (name === 'Module') return object;
    if (name !== 'Count' || !('kind' in of) || of.kind !== 'struct') return undefined;
    return int(of.bytes.readInt32BE(16));
  };
  const parts = { agent, codec: new ValueCodec(agent), reflection: { use } as never };
  const frame = new CSharpFrame(1, { ...ports, ...parts });
  const types = { declaring: async () => type } as unknown as Types;
  const evaluator = new Evaluator(parts as unknown as PausedRuntime, frame, types);
  return { evaluator, frame, count: () => present.readInt32BE(16) };
}

const changed: Value = { kind: 'struct', type, bytes: counter(5) };

test('this of a value type can be set, and is read again', async () => {
  const { count, frame } = inCounter('none');
  const self = await frame.variable('this');
  await self?.set(changed);
  assert.equal(count(), 5);
  assert.deepEqual(await self?.get(), changed);
});

for (const readOnly of ['method', 'type'] as const) {
  test(`this is not set where the ${readOnly} is readonly`, async () => {
    const { count, frame } = inCounter(readOnly);
    const self = await frame.variable('this');
    await assert.rejects(async () => self?.set(changed), /readonly member/);
    assert.equal(count(), 1);
  });
}

for (const expression of ['Count = 3', 'this.Count = 3', 'Count += 2']) {
  test(`${expression} changes the value whose method it is in`, async () => {
    const { count, evaluator } = inCounter('none');
    assert.deepEqual(await evaluator.evaluateText(expression), int(3));
    assert.equal(count(), 3);
  });
}
