// Variables of frames, by the symbols and what the runtime says of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent } from '../../../../src/wasm/debugProxy/evaluation/runtime/agent.ts';
import { CSharpFrame } from '../../../../src/wasm/debugProxy/evaluation/runtime/frame.ts';
import type { ChangedMethods } from '../../../../src/wasm/debugProxy/evaluation/runtime/pageFacts.ts';
import { ValueCodec } from '../../../../src/wasm/debugProxy/evaluation/runtime/valueCodec.ts';
import { text } from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';
import { AgentWriter } from '../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import type { RelayTarget } from '../../../../src/wasm/debugProxy/relay/handler.ts';
import { ByteWriter } from '../../../../src/wasm/metadata/byteWriter.ts';
import { writeStreams } from '../../../../src/wasm/metadata/streams.ts';
import { table, writeTables } from '../../../../src/wasm/metadata/tables.ts';
import { stopPorts } from './stopPorts.ts';

const row = 5;
const hoistedScopes = '1ea6a96dc7f87448be6268bc5630df71';

/** The symbols of a method with two variables in slots, and two in fields: one after the other. */
function symbols(): Buffer {
  const names = Buffer.from('\0first\0second\0');
  const scopes = new ByteWriter().u32(0).u32(10).u32(10).u32(10).written();
  const blobs = new ByteWriter().u8(0).compressed(scopes.length).bytes(scopes).align(4).written();
  const tables = new Map([
    [table.localScope, [[row, 0, 1, 0, 0, 20]]],
    [
      table.localVariable,
      [
        [0, 0, 1],
        [0, 1, names.indexOf('second')],
      ],
    ],
    [table.customDebugInformation, [[row * 32, 1, 1]]],
  ]);
  return writeStreams(
    'PDB v1.0',
    new Map([
      ['#Pdb', Buffer.alloc(32)],
      ['#-', writeTables(tables, 0n)],
      ['#JTD', Buffer.alloc(0)],
      ['#Strings', names],
      ['#GUID', Buffer.from(hoistedScopes, 'hex')],
      ['#Blob', blobs],
    ]),
  );
}

interface Situation {
  readonly offset?: number;
  /** The names that the runtime has for the slots. */
  readonly slots?: readonly string[];
  readonly changed?: ChangedMethods;
}

const writer = () => new AgentWriter();
const named = (name: string): Buffer => writer().block(Buffer.from(name)).written();

/** A frame of a method of `<RunAsync>d__1`, whose object has the number 9. */
function frameIn({ changed, offset = 0, slots = ['first', 'second'] }: Situation): CSharpFrame {
  const field = (name: string) =>
    writer().number(1).bytes(named(name)).number(8).number(1).number(0).written();
  const typeInfo = (name: string): AgentWriter =>
    writer()
      .bytes(named('Shop'))
      .bytes(named(name))
      .bytes(named(`Shop.${name}`))
      .number(1)
      .number(0)
      .number(0)
      .number(0)
      .number(0)
      .byte(0)
      .number(0)
      .byte(0)
      .number(0)
      .number(0)
      .number(0);
  const replies: Readonly<Record<string, AgentWriter>> = {
    '1,2': writer().number(1).number(1),
    '11,1': writer().number(1).number(1).number(4).number(offset).byte(0),
    '22,4': writer().number(0).number(0).number(0).number(0),
    '22,11': writer().number(0x06_00_00_00 + row),
    '22,12': writer().number(2),
    '21,3': writer().number(21),
    '21,1': writer().bytes(named('Shop.dll')),
    '1,20': writer().block(Buffer.alloc(0)).number(0).block(symbols()),
    '22,5': slots.reduce(
      (reply, name) => reply.bytes(named(name)),
      slots.reduce((reply) => reply.number(8), writer().number(0).number(slots.length)),
    ),
    '16,2': writer().byte(0x12).number(9),
    '9,1': writer().number(7),
    '23,1': typeInfo('<RunAsync>d__1'),
    '23,3': writer().number(2).bytes(field('<i>5__1')).bytes(field('<i>5__2')),
  };
  const target: RelayTarget = {
    sessionId: 'S',
    type: 'page',
    contexts: 1,
    emit: () => undefined,
    send: async (_, params) => {
      const { functionDeclaration } = params as { functionDeclaration: string };
      const [, set, command] = /\(\d+, (\d+), (\d+), /.exec(functionDeclaration) ?? [];
      const reply = replies[`${set},${command}`];
      if (reply === undefined) throw new Error(`${set},${command} was asked.`);
      return { result: { value: { value: reply.written().toString('base64') } } };
    },
  };
  const ports = stopPorts(changed);
  const agent = new Agent(target, 1, ports);
  const reflection = { use: async (_: string, __: unknown, name: string) => text(name) };
  const parts = { agent, codec: new ValueCodec(agent), reflection: reflection as never };
  return new CSharpFrame(1, { ...ports, ...parts });
}

async function read(frame: CSharpFrame, name: string): Promise<unknown> {
  return (await frame.variable(name))?.get();
}

test('of two variables of one name in fields, the one in scope is read', async () => {
  assert.deepEqual(await read(frameIn({ offset: 4 }), 'i'), text('<i>5__1'));
  assert.deepEqual(await read(frameIn({ offset: 14 }), 'i'), text('<i>5__2'));
});

test('variables of methods that hot reload has changed are not read', async () => {
  const changed = {
    isEmpty: false,
    has: (module: number, method: number) => module === 21 && method === row,
  };
  await assert.rejects(frameIn({ changed }).open(), /Hot reload has changed the method/);
  const others = { isEmpty: false, has: () => false };
  await frameIn({ changed: others }).open();
});

test('symbols that disagree with the runtime are not used', async () => {
  await frameIn({}).open();
  await frameIn({ slots: ['first', ''] }).open();
  await assert.rejects(frameIn({ slots: ['second', 'first'] }).open(), /changed the method/);
});

test('a text that would reach the page as another one is refused', async () => {
  const agent = new Agent({ send: async () => ({}) } as never, 1, stopPorts());
  await assert.rejects(agent.createString('a\0b'), /cannot be sent to the page/);
  await assert.rejects(agent.createString('\ud83d'), /cannot be sent to the page/);
});
