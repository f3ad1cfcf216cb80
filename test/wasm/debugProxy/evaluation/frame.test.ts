// Variables of frames, by the symbols and what the runtime says of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent } from '../../../../src/wasm/debugProxy/evaluation/runtime/agent.ts';
import { CSharpFrame } from '../../../../src/wasm/debugProxy/evaluation/runtime/frame.ts';
import type { ChangedMethods } from '../../../../src/wasm/debugProxy/evaluation/runtime/pageFacts.ts';
import { ValueCodec } from '../../../../src/wasm/debugProxy/evaluation/runtime/valueCodec.ts';
import { int, text, type Value } from '../../../../src/wasm/debugProxy/evaluation/values/values.ts';
import type { AgentWriter } from '../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import type { RelayTarget } from '../../../../src/wasm/debugProxy/relay/handler.ts';
import { ByteWriter } from '../../../../src/wasm/metadata/byteWriter.ts';
import { writeStreams } from '../../../../src/wasm/metadata/streams.ts';
import { table, writeTables } from '../../../../src/wasm/metadata/tables.ts';
import { agentResult, named, readAsked, variablesReply, writer } from './agentReplies.ts';
import { stopPorts } from './stopPorts.ts';

const row = 5;
const hoistedScopes = '1ea6a96dc7f87448be6268bc5630df71';

/**
 * The symbols of a method with two variables in slots, an object with what lambdas capture, two in fields, one after the
 * other, and two constants, of which one is an enum.
 */
function symbols(): Buffer {
  const names = Buffer.from('\0first\0second\0CS$<>8__locals0\0limit\0state\0');
  const scopes = new ByteWriter().u32(0).u32(10).u32(10).u32(10).written();
  const limit = Buffer.of(0x08, 10, 0, 0, 0);
  const state = Buffer.of(0x08, 3, 0, 0, 0, 8);
  const heap = new ByteWriter().u8(0);
  for (const blob of [scopes, limit, state]) heap.compressed(blob.length).bytes(blob);
  const blobs = heap.align(4).written();
  const offsetOfLimit = 2 + scopes.length;
  const offsetOfState = offsetOfLimit + 1 + limit.length;
  const tables = new Map([
    [table.localScope, [[row, 0, 1, 1, 0, 20]]],
    [
      table.localVariable,
      [
        [0, 0, 1],
        [0, 1, names.indexOf('second')],
        [0, 2, names.indexOf('CS$')],
      ],
    ],
    [
      table.localConstant,
      [
        [names.indexOf('limit'), offsetOfLimit],
        [names.indexOf('state'), offsetOfState],
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
  readonly parameters?: readonly string[];
  /** What the third slot has. */
  readonly closure?: AgentWriter;
  /** The fields of the objects of each type, by its number. */
  readonly fields?: Readonly<Record<number, readonly string[]>>;
  /** What fields have that have objects, by the number of the owner and the name. */
  readonly objects?: Readonly<Record<string, number>>;
}

/** A frame of a method of `<RunAsync>d__1`, whose object has the number 9. */
function frameIn({
  changed,
  fields = { 7: ['<i>5__1', '<i>5__2'] },
  objects = {},
  offset = 0,
  closure = writer().byte(0x12).number(31),
  parameters = [],
  slots = ['first', 'second', 'CS$<>8__locals0'],
}: Situation): CSharpFrame {
  const field = (name: string) =>
    writer().number(1).bytes(named(name)).number(8).number(1).number(0).written();
  const fieldsOf = (type: number): AgentWriter =>
    (fields[type] ?? []).reduce(
      (reply, name) => reply.bytes(field(name)),
      writer().number(fields[type]?.length ?? 0),
    );
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
    '22,4': variablesReply(
      'parameters',
      parameters.map((name) => [name, 8] as const),
    ),
    '22,11': writer().number(0x06_00_00_00 + row),
    '22,12': writer().number(2),
    '21,3': writer().number(21),
    '21,1': writer().bytes(named('Shop.dll')),
    '1,20': writer().block(Buffer.alloc(0)).number(0).block(symbols()),
    '22,5': variablesReply(
      'slots',
      slots.map((name) => [name, 8] as const),
    ),
    '16,2': writer().byte(0x12).number(9),
    '1,1': writer().bytes(named('mono')).number(2).number(66),
    '16,1': closure,
    '23,1': typeInfo('<RunAsync>d__1'),
  };
  const target: RelayTarget = {
    sessionId: 'S',
    type: 'page',
    contexts: 1,
    emit: () => undefined,
    send: async (_, params) => {
      const asked = readAsked(params);
      const which = asked?.command ?? '';
      const number = (): number => asked?.parameters.readInt32BE() ?? 0;
      // The object of the method has the type 7, and others have their own numbers.
      const reply =
        which === '23,3'
          ? fieldsOf(number())
          : which === '9,1'
            ? writer().number(number() === 9 ? 7 : number())
            : replies[which];
      if (reply === undefined) throw new Error(`${which} was asked.`);
      return agentResult(reply);
    },
  };
  const ports = stopPorts(changed);
  const agent = new Agent(target, 1, ports);
  const use = async (_: string, { id }: { id: number }, name: string): Promise<Value> => {
    const object = objects[`${id} ${name}`];
    return object === undefined
      ? text(`${id} ${name}`)
      : { kind: 'object', id: object, type: object };
  };
  const parts = { agent, codec: new ValueCodec(agent), reflection: { use } as never };
  return new CSharpFrame(1, { ...ports, ...parts });
}

async function read(frame: CSharpFrame, name: string): Promise<unknown> {
  return (await frame.variable(name))?.get();
}

test('of two variables of one name in fields, the one in scope is read', async () => {
  assert.deepEqual(await read(frameIn({ offset: 4 }), 'i'), text('9 <i>5__1'));
  assert.deepEqual(await read(frameIn({ offset: 14 }), 'i'), text('9 <i>5__2'));
});

test('constants have their values, and one whose value is not known hides members of its name', async () => {
  assert.deepEqual(await read(frameIn({}), 'limit'), int(10));
  await assert.rejects(read(frameIn({}), 'state'), /The constant state is an enum or a decimal/);
  assert.equal(await read(frameIn({ offset: 30 }), 'state'), undefined);
});

test('variables that lambdas capture in an async method are read from the objects that hold them', async () => {
  const fields = {
    7: ['<>8__1', '<>8__2'],
    31: ['x', 'y', 'CS$<>8__locals1'],
    32: ['x', 'CS$<>8__locals1'],
    33: ['z'],
  };
  const both = { '31 CS$<>8__locals1': 33, '32 CS$<>8__locals1': 33 };
  const first = frameIn({ fields, objects: { ...both, '9 <>8__1': 31 } });
  assert.deepEqual(await read(first, 'x'), text('31 x'));
  const two = frameIn({ fields, objects: { ...both, '9 <>8__1': 31, '9 <>8__2': 32 } });
  assert.deepEqual(await read(two, 'y'), text('31 y'));
  assert.deepEqual(await read(two, 'z'), text('33 z'));
  // Two loops have a variable x, and it isn't known which one is running.
  await assert.rejects(read(two, 'x'), /more than one variable x/);
});

test('a parameter that a lambda captures is the one that the code uses', async () => {
  const sync = frameIn({ parameters: ['n', 'other'], fields: { 7: [], 31: ['n'] } });
  assert.deepEqual(await read(sync, 'n'), text('31 n'));
  const fields = { 7: ['n', '<>8__1'], 32: ['n'] };
  const inAsync = frameIn({ fields, objects: { '9 <>8__1': 32 } });
  assert.deepEqual(await read(inAsync, 'n'), text('32 n'));
});

test('what local functions capture is read from a value type, and not set', async () => {
  const closure = writer().byte(0x11).byte(0).byte(0).number(31).number(0).number(0);
  const frame = frameIn({ closure, parameters: ['n'], fields: { 7: [], 31: ['n'] } });
  assert.deepEqual(await read(frame, 'n'), text('undefined n'));
  const variable = await frame.variable('n');
  await assert.rejects(async () => variable?.set(text('x')), /is in a copy/);
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
