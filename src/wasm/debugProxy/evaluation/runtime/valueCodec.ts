import { AgentReader, AgentWriter } from '../../relay/cdp/agentData.ts';
import type { Agent } from './agent.ts';
import { EvaluationError } from '../evaluationError.ts';
import {
  convert,
  isReal,
  type NumberType,
  numberTypes,
  type NumberValue,
} from '../values/numbers.ts';
import { numberTypeNamed } from '../values/conversions.ts';
import { predefined } from '../syntax/typeNames.ts';
import { nullValue, type Value } from '../values/values.ts';
import { refuseSpan } from './spanTypes.ts';

/** Tags of values in Mono's debugger protocol, apart from those of numbers. */
const tags = {
  void: 0x01,
  bool: 0x02,
  char: 0x03,
  string: 0x0e,
  struct: 0x11,
  class: 0x12,
  array: 0x14,
  object: 0x1c,
  vector: 0x1d,
  null: 0xf0,
} as const;

const numberByTag: ReadonlyMap<number, NumberType> = new Map(
  Object.entries(numberTypes).map(([name, { tag }]) => [tag, name as NumberType]),
);

const primitives: ReadonlySet<string> = new Set(
  [...predefined.values()].filter((name) => !/String|Object|Decimal/.test(name)),
);

/** Since this version of the protocol, value types have the length of inline arrays. */
export const inlineArrayVersion = 65;

/** Converts values from and to the form in which the runtime's debugger agent has them. */
export class ValueCodec {
  readonly #agent: Agent;

  constructor(agent: Agent) {
    this.#agent = agent;
  }

  /** Reads a value. Value types must be the last ones of a reply. */
  async read(reply: AgentReader): Promise<Value> {
    const tag = reply.byte();
    const number = numberByTag.get(tag);
    if (number !== undefined) return readNumber(reply, number);
    switch (tag) {
      case tags.void:
        return { kind: 'void' };
      case tags.bool:
        return { kind: 'bool', value: reply.number() !== 0 };
      case tags.char:
        return { kind: 'char', value: String.fromCharCode(reply.number() & 0xffff) };
      case tags.string:
        return this.#string(reply.number());
      case tags.class:
      case tags.object:
      case tags.array:
      case tags.vector:
        return this.#object(reply.number());
      case tags.struct:
        return this.#struct(reply.rest());
      case tags.null:
        return nullValue;
      default:
        throw new EvaluationError('Pointers are not supported');
    }
  }

  async #string(id: number): Promise<Value> {
    const reply = await this.#agent.ask('string', new AgentWriter().number(id));
    const encoding = reply.byte() === 0 ? 'utf8' : 'utf16le';
    return { kind: 'string', value: reply.block().toString(encoding) };
  }

  async #object(id: number): Promise<Value> {
    return { kind: 'object', id, type: await this.#agent.typeOfObject(id) };
  }

  async #struct(content: Buffer): Promise<Value> {
    const bytes = Buffer.concat([Buffer.of(tags.struct), content]);
    // Whether it came out of a box makes no difference.
    bytes[2] = 0;
    const reply = new AgentReader(content);
    const isEnum = reply.byte() === 1;
    reply.byte();
    const type = reply.number();
    if ((await this.#agent.version()) >= inlineArrayVersion) reply.number();
    const fields = reply.number();
    const { fullName } = await this.#agent.typeInfo(type);
    if (primitives.has(fullName) && fields === 1) return this.read(reply);
    if (fullName === 'System.Decimal') return readDecimal(reply);
    if (fullName.startsWith('System.Nullable`1')) {
      reply.byte();
      return reply.number() === 0 ? { kind: 'null', declared: type } : this.read(reply);
    }
    if (isEnum) {
      const value = await this.read(reply);
      if (value.kind === 'number') return { kind: 'enum', type, bytes, value };
    }
    return { kind: 'struct', type, bytes };
  }

  /** Writes a value with its tag, as a parameter of its own type. */
  async write(value: Value): Promise<Buffer> {
    switch (value.kind) {
      case 'null':
        return new AgentWriter().byte(tags.null).byte(0).number(0).written();
      case 'bool':
        return new AgentWriter()
          .byte(tags.bool)
          .number(value.value ? 1 : 0)
          .written();
      case 'char':
        return new AgentWriter().byte(tags.char).number(value.value.charCodeAt(0)).written();
      case 'number':
        return writeNumber(value);
      case 'string':
        return reference(await this.#agent.createString(value.value), tags.string);
      case 'object':
        return reference(value.id, tags.class);
      case 'enum':
        return value.bytes;
      case 'struct':
        await refuseSpan(value.type, this.#agent);
        return value.bytes;
      case 'type':
        return reference(await this.#agent.typeObject(value.type), tags.class);
      case 'decimal':
        return this.#encodeStruct('System.Decimal', decimalFields(value), 3);
      default:
        throw new EvaluationError(
          'A lambda, a query or an anonymous object can only be used in another query',
        );
    }
  }

  /** Writes a value as the runtime would send it. */
  async writeReply(value: Value): Promise<Buffer> {
    const isArray = value.kind === 'object' && (await this.#agent.typeInfo(value.type)).isArray;
    return isArray ? reference(value.id, tags.vector) : this.write(value);
  }

  /** Writes the name of a member. */
  async writeName(name: string): Promise<Buffer> {
    return reference(await this.#agent.string(name), tags.string);
  }

  /** Writes a value as a parameter of the type object. */
  async writeObject(value: Value): Promise<Buffer> {
    const name = primitiveName(value);
    if (name === undefined) return this.write(value);
    const type = await this.#agent.findType(name);
    if (type === undefined) throw new EvaluationError(`${name} was not found`);
    return reference(await this.#agent.box(type, await this.write(value)), tags.object);
  }

  /**
   * Writes a value for a variable, whose declared type may be unknown. The runtime ends if a number is put where it has
   * a reference.
   */
  async writeFor(declared: number | undefined, value: Value): Promise<Buffer> {
    const written = await this.write(value);
    const type = await this.#ownType(value, written);
    const isBoxed =
      type !== undefined && declared !== undefined && !(await this.#agent.isValueType(declared));
    return isBoxed ? reference(await this.#agent.box(type, written), tags.object) : written;
  }

  /** The type of a value that is no reference. */
  async #ownType(value: Value, written: Buffer): Promise<number | undefined> {
    // The type follows the tag and two flags.
    if (written[0] === tags.struct) return written.readInt32BE(3);
    const name = primitiveName(value);
    return name === undefined ? undefined : this.#agent.findType(name);
  }

  /** Writes an enum value of a type of .NET. */
  writeEnum(type: string, value: number): Promise<Buffer> {
    return this.#encodeStruct(type, writeNumber(convert(BigInt(value), 'int')), 1, 1);
  }

  /** An enum value with this number. */
  async enumValue(type: number, given: NumberValue): Promise<Value> {
    const field = (await this.#agent.fields(type)).find(({ isStatic }) => !isStatic);
    const { fullName } = await this.#agent.typeInfo(field?.type ?? type);
    const number = numberTypeNamed(fullName);
    if (number === undefined) throw new EvaluationError('The type of the enum is not known');
    const value = convert(given.value, number);
    const bytes = await this.#structHead(type, 1, 1);
    return {
      kind: 'enum',
      type,
      value,
      bytes: Buffer.concat([bytes, writeNumber(value)]),
    };
  }

  async #encodeStruct(name: string, fields: Buffer, count: number, isEnum = 0): Promise<Buffer> {
    const type = await this.#agent.findType(name);
    if (type === undefined) throw new EvaluationError(`${name} was not found`);
    return Buffer.concat([await this.#structHead(type, count, isEnum), fields]);
  }

  async #structHead(type: number, count: number, isEnum: number): Promise<Buffer> {
    const head = new AgentWriter().byte(tags.struct).byte(isEnum).byte(0).number(type);
    if ((await this.#agent.version()) >= inlineArrayVersion) head.number(-1);
    return head.number(count).written();
  }
}

/** The name of the runtime's type for a primitive value. */
export function primitiveName(value: Value): string | undefined {
  if (value.kind === 'number') return numberTypes[value.type].dotnet;
  if (value.kind === 'bool') return 'System.Boolean';
  return value.kind === 'char' ? 'System.Char' : undefined;
}

function reference(id: number, tag: number): Buffer {
  return new AgentWriter().byte(tag).number(id).written();
}

function readNumber(reply: AgentReader, type: NumberType): NumberValue {
  if (type === 'double') return convert(reply.bytes(8).readDoubleBE(), type);
  if (type === 'float') return convert(reply.bytes(4).readFloatBE(), type);
  const isLong = numberTypes[type].bits === 64;
  return convert(isLong ? reply.bytes(8).readBigInt64BE() : BigInt(reply.number()), type);
}

function writeNumber({ type, value }: NumberValue): Buffer {
  const { bits, tag } = numberTypes[type];
  const bytes = Buffer.alloc(1 + (bits === 64 ? 8 : 4));
  bytes[0] = tag;
  if (type === 'double') bytes.writeDoubleBE(Number(value), 1);
  else if (type === 'float') bytes.writeFloatBE(Number(value), 1);
  else if (bits === 64) bytes.writeBigInt64BE(BigInt.asIntN(64, BigInt(value)), 1);
  else bytes.writeInt32BE(Number(BigInt.asIntN(32, BigInt(value))), 1);
  return bytes;
}

/** The fields are the flags, with sign and scale, the high and the low bits. */
async function readDecimalField(reply: AgentReader): Promise<bigint> {
  const type = numberByTag.get(reply.byte());
  if (type === undefined || isReal(type)) throw new RangeError('This is no decimal.');
  return BigInt(readNumber(reply, type).value);
}

async function readDecimal(reply: AgentReader): Promise<Value> {
  const flags = await readDecimalField(reply);
  const high = BigInt.asUintN(32, await readDecimalField(reply));
  const low = BigInt.asUintN(64, await readDecimalField(reply));
  const mantissa = (high << 64n) | low;
  const scale = Number((flags >> 16n) & 0xffn);
  return { kind: 'decimal', mantissa: flags < 0n ? -mantissa : mantissa, scale };
}

function decimalFields({ mantissa, scale }: Extract<Value, { kind: 'decimal' }>): Buffer {
  const size = mantissa < 0n ? -mantissa : mantissa;
  const flags = (BigInt(scale) << 16n) | (mantissa < 0n ? 1n << 31n : 0n);
  return Buffer.concat([
    writeNumber(convert(flags, 'int')),
    writeNumber(convert(size >> 64n, 'uint')),
    writeNumber(convert(size & (2n ** 64n - 1n), 'ulong')),
  ]);
}
