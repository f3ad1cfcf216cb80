import { AgentWriter } from '../../relay/cdp/agentData.ts';
import type { Agent } from './agent.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { PageFacts } from './pageFacts.ts';
import {
  int,
  nullValue,
  type ObjectValue,
  type SequenceValue,
  text,
  type Value,
} from '../values/values.ts';
import { primitiveName, type ValueCodec } from './valueCodec.ts';

/** Flags of System.Reflection.BindingFlags. */
const flags = {
  instance: 4,
  static: 8,
  visible: 16 | 32,
  flatten: 64,
  /** With optional parameters. */
  call: 0x1_00 | 0x4_00_00,
  create: 0x2_00,
  get: 0x4_00 | 0x10_00,
  set: 0x8_00 | 0x20_00,
} as const;

/** The flags for members of objects and types, whatever their visibility. */
export const allMembers = flags.instance | flags.static | flags.visible;

/** What is done with a member. */
type Access = 'get' | 'set' | 'call';

/** Exceptions by which reflection says that a type has no such member. */
const missing = /^System\.Missing(?:Method|Field|Member)Exception$/;
/** An exception of reflection itself, for a method whose type arguments are not known. */
const unbound = 'System.InvalidOperationException';

/** Uses members in a paused page by .NET's reflection, which chooses overloads and converts arguments. */
export class Reflection {
  readonly #agent: Agent;
  readonly #codec: ValueCodec;
  readonly #facts: PageFacts;
  /** Members that types don't have, at this stop: a hot reload may add them. */
  readonly #absent = new Set<string>();

  constructor(agent: Agent, codec: ValueCodec, facts: PageFacts) {
    this.#agent = agent;
    this.#codec = codec;
    this.#facts = facts;
  }

  /**
   * Uses a member of an object, or a static member of a type; `undefined` if it has none of this name. Throws
   * an EvaluationError for an exception.
   */
  async use(
    access: Access,
    target: Value | { readonly type: number },
    name: string,
    given: readonly Value[] = [],
  ): Promise<Value | undefined> {
    if (access === 'get' && 'kind' in target && target.kind === 'object') {
      const value = await this.#read(target, name);
      if (value !== undefined) return value;
    }
    const isStatic = !('kind' in target) || target.kind === 'type';
    const type = 'kind' in target ? await this.typeOf(target) : target.type;
    const kinds = isStatic ? flags.static | flags.flatten : flags.instance | flags.static;
    const how = flags[access] | flags.visible | kinds;
    const receiver = isStatic ? nullValue : (target as Value);
    // Private members of base types aren't found by way of derived ones.
    const key = `${access} ${isStatic} ${type} ${name}`;
    if (access === 'get' && this.#absent.has(key)) return undefined;
    for (const owner of await this.#agent.parents(type)) {
      const all = given.length === 0 ? nullValue : await this.#arguments(given);
      const used = await this.#invokeMember(owner, name, how, receiver, all);
      if (used !== undefined) return used;
    }
    if (access === 'get') this.#absent.add(key);
    return undefined;
  }

  /** Reads a field of an object's own type, or a property, without the search of reflection. */
  async #read(target: ObjectValue, name: string): Promise<Value | undefined> {
    const fields = await this.#agent.fields(target.type);
    const field = fields.find((one) => one.name === name && !one.isStatic);
    if (field !== undefined) {
      const request = new AgentWriter().number(target.id).number(1).number(field.id);
      const value = await this.#codec.read(await this.#agent.ask('objectValues', request));
      return value.kind === 'null' ? { ...value, declared: field.type } : value;
    }
    const getter = await this.#agent.getter(target.type, name);
    if (getter === undefined) return undefined;
    const value = await this.invoke(getter, [], await this.#codec.write(target));
    if (value.kind !== 'null') return value;
    return { ...value, declared: (await this.#agent.signature(getter)).result };
  }

  /**
   * Calls a method of a copy of a value type that it may change, and returns the copy afterwards too; `undefined` if
   * it has none for these arguments.
   */
  async callOnCopy(
    of: Extract<Value, { kind: 'struct' }>,
    name: string,
    given: readonly Value[],
  ): Promise<{ readonly result: Value; readonly copy: Value } | undefined> {
    const how = flags.call | flags.visible | flags.instance;
    const kind = await this.#typeNamed('System.Reflection.BindingFlags');
    const held = await this.array([
      text(name),
      await this.#codec.enumValue(kind, int(how)),
      nullValue,
      of,
      await this.#arguments(given),
    ]);
    if (held.kind !== 'object') throw new EvaluationError('The runtime created no array');
    // The page invokes InvokeMember itself, since the array holds the box that the method changes then.
    const type = await this.#typeNamed('System.Type');
    const self: Value = { kind: 'type', type: of.type, name: '' };
    const result = await this.#invokeMember(type, 'InvokeMember', how, self, held).catch(orMissing);
    if (result === undefined) return undefined;
    const request = new AgentWriter().number(held.id).number(3).number(1);
    return { result, copy: await this.#codec.read(await this.#agent.ask('arrayValues', request)) };
  }

  /** Sorts an array, as .NET compares its elements. */
  async sortArray(array: Value): Promise<void> {
    const method = await this.#method('System.Array', 'Sort', ['System.Array']);
    await this.invoke(method, [await this.#codec.write(array)]);
  }

  async create(type: number, given: readonly Value[]): Promise<Value> {
    const how = flags.create | flags.visible | flags.instance;
    const all = given.length === 0 ? nullValue : await this.#arguments(given);
    const created = await this.#invokeMember(type, '', how, nullValue, all);
    if (created !== undefined) return created;
    const { fullName } = await this.#agent.typeInfo(type);
    throw new EvaluationError(`${fullName} has no constructor for these arguments`);
  }

  /** The type of a value at run time. */
  async typeOf(value: Value): Promise<number> {
    if (value.kind === 'object' || value.kind === 'struct' || value.kind === 'enum') {
      return value.type;
    }
    if (value.kind === 'type') return value.type;
    const boxed = await this.#codec.writeObject(value);
    if (value.kind === 'decimal') return boxed.readInt32BE(3);
    return this.#agent.typeOfObject(boxed.readInt32BE(1));
  }

  /** Invokes a method of the runtime by its number. Throws an EvaluationError for an exception. */
  async invoke(method: number, given: readonly Buffer[], self?: Buffer): Promise<Value> {
    const request = new AgentWriter().number(method);
    if (self !== undefined) request.bytes(self);
    request.number(given.length).bytes(Buffer.concat(given));
    const reply = await this.#agent.ask('invoke', request);
    const isThrown = reply.byte() === 0;
    const value = await this.#codec.read(reply);
    if (isThrown) throw await this.#toError(value);
    return value;
  }

  async #arguments(given: readonly Value[]): Promise<Value> {
    const values: Value[] = [];
    for (const value of given) {
      values.push(value.kind === 'sequence' ? await this.sequence(value) : value);
    }
    return this.array(values);
  }

  /** An array with the elements of a sequence, of their type if it is one of all of them. */
  sequence({ items }: SequenceValue): Promise<Value> {
    const names = new Set(
      items.map((item) => (item.kind === 'string' ? 'System.String' : primitiveName(item))),
    );
    const [name = 'System.Object'] = names.size === 1 ? names : [];
    return this.array(items, name);
  }

  /** An array with these elements. */
  async array(values: readonly Value[], elementType = 'System.Object'): Promise<Value> {
    const created = await this.emptyArray(await this.#typeNamed(elementType), values.length);
    if (values.length === 0) return created;
    const request = new AgentWriter().number(created.id).number(0).number(values.length);
    const isObject = elementType === 'System.Object';
    for (const value of values) {
      request.bytes(await (isObject ? this.#codec.writeObject(value) : this.#codec.write(value)));
    }
    await this.#agent.ask('setArrayValues', request);
    return created;
  }

  /** An array whose elements are the defaults of their type. */
  async emptyArray(element: number, length: number): Promise<ObjectValue> {
    const method = await this.#method('System.Array', 'CreateInstance', [
      'System.Type',
      'System.Int32',
    ]);
    const type: Value = { kind: 'type', type: element, name: '' };
    const created = await this.invoke(method, [
      await this.#codec.write(type),
      await this.#codec.write(int(length)),
    ]);
    if (created.kind === 'object') return created;
    throw new EvaluationError('The runtime created no array');
  }

  async #invokeMember(
    type: number,
    name: string,
    how: number,
    target: Value,
    given: Value,
  ): Promise<Value | undefined> {
    const method = await this.#invokeMemberMethod();
    const self: Value = { kind: 'type', type, name: '' };
    const parameters = [
      await this.#codec.writeName(name),
      await this.#codec.writeEnum('System.Reflection.BindingFlags', how),
      await this.#codec.write(nullValue),
      await this.#codec.writeObject(target),
      await this.#codec.write(given),
    ];
    try {
      return await this.invoke(method, parameters, await this.#codec.write(self));
    } catch (error) {
      const thrown = error instanceof EvaluationError ? (error.exception ?? '') : '';
      if (missing.test(thrown) || thrown === unbound) return undefined;
      throw error;
    }
  }

  #invokeMemberMethod(): Promise<number> {
    return this.#method('System.Type', 'InvokeMember', [
      'System.String',
      'System.Reflection.BindingFlags',
      'System.Reflection.Binder',
      'System.Object',
      'System.Object[]',
    ]);
  }

  #method(type: string, name: string, parameters: readonly string[]): Promise<number> {
    return this.#facts.once(`method ${type}.${name}`, () =>
      this.#findMethod(type, name, parameters),
    );
  }

  async #findMethod(type: string, name: string, parameters: readonly string[]): Promise<number> {
    for (const method of await this.#agent.methods(await this.#typeNamed(type), name)) {
      const types = await Promise.all(
        (await this.#agent.parameters(method)).map(({ type: of }) => this.#agent.typeInfo(of)),
      );
      const names = types.map(({ fullName }) => fullName);
      if (names.join() === parameters.join()) return method;
    }
    throw new EvaluationError(`${type}.${name} was not found`);
  }

  async #typeNamed(name: string): Promise<number> {
    const type = await this.#agent.findType(name);
    if (type === undefined) throw new EvaluationError(`${name} was not found`);
    return type;
  }

  /** An exception in words; what reflection wraps is unwrapped. */
  async #toError(exception: Value): Promise<EvaluationError> {
    const { fullName } = await this.#agent.typeInfo(await this.typeOf(exception));
    if (fullName === 'System.Reflection.TargetInvocationException') {
      const inner = await this.use('get', exception, 'InnerException');
      if (inner !== undefined && inner.kind === 'object') {
        // What the code threw, even if it is an exception of reflection.
        return new EvaluationError((await this.#toError(inner)).message);
      }
    }
    if (missing.test(fullName)) return new EvaluationError('', fullName);
    const message = await this.use('get', exception, 'Message');
    const words = message?.kind === 'string' ? message.value : '';
    return new EvaluationError(words, fullName);
  }
}

/** What reflection says of a member, said by reflection that was invoked by reflection. */
function orMissing(error: unknown): undefined {
  const words = error instanceof EvaluationError ? error.message.split(':')[0] : undefined;
  if (words === undefined || !missing.test(words)) throw error;
  return undefined;
}
