import { Agent } from './agent.ts';
import { AgentWriter } from '../../relay/cdp/agentData.ts';
import type { RelayTarget } from '../../relay/handler.ts';
import { EvaluationError } from '../evaluationError.ts';
import { CSharpFrame } from './frame.ts';
import { findMethod } from './methods.ts';
import type { PageFacts, StopPorts } from './pageFacts.ts';
import { Reflection } from './reflection.ts';
import { ValueCodec } from './valueCodec.ts';
import { int, type ObjectValue, type Value } from '../values/values.ts';

/** The runtime of a page during one stop. */
export class PausedRuntime {
  readonly agent: Agent;
  readonly codec: ValueCodec;
  readonly reflection: Reflection;
  /** The execution context of the runtime. */
  readonly contextId: number;
  readonly #ports: StopPorts;
  #emptyArray: Promise<number> | undefined;
  /** The frames, by their ids. */
  readonly #frames = new Map<number, CSharpFrame>();

  constructor(target: RelayTarget, contextId: number, ports: StopPorts) {
    this.#ports = ports;
    this.contextId = contextId;
    this.agent = new Agent(target, contextId, ports);
    this.codec = new ValueCodec(this.agent);
    this.reflection = new Reflection(this.agent, this.codec, ports.facts);
  }

  /** What doesn't change while the page is loaded. */
  get facts(): PageFacts {
    return this.#ports.facts;
  }

  /** A method as it was built. Throws an EvaluationError if hot reload has changed it. */
  method(method: number): ReturnType<typeof findMethod> {
    return findMethod(method, { ...this.#ports, agent: this.agent });
  }

  /** Whether the page has gone on. */
  get isOver(): boolean {
    return this.#ports.isOver();
  }

  frame(id: number): CSharpFrame {
    const { agent, codec, reflection } = this;
    const ports = { ...this.#ports, agent, codec, reflection };
    const frame = this.#frames.get(id) ?? new CSharpFrame(id, ports);
    this.#frames.set(id, frame);
    return frame;
  }

  /** The object of .NET for a type. */
  async typeObject(type: number): Promise<ObjectValue> {
    const id = await this.agent.typeObject(type);
    return { kind: 'object', id, type: await this.agent.typeOfObject(id) };
  }

  /** A value of an enum of .NET. */
  async enumValue(name: string, value: number): Promise<Value> {
    const type = await this.agent.findType(name);
    if (type === undefined) throw new EvaluationError(`${name} was not found`);
    return this.codec.enumValue(type, int(value));
  }

  /** The number of an array without elements. */
  emptyArray(): Promise<number> {
    this.#emptyArray ??= this.reflection.array([]).then((array) => {
      if (array.kind === 'object') return array.id;
      throw new EvaluationError('The runtime created no array');
    });
    return this.#emptyArray;
  }

  /** The lengths of an array's dimensions. */
  async arrayLengths({ id }: ObjectValue): Promise<readonly number[]> {
    const reply = await this.agent.ask('arrayLength', new AgentWriter().number(id));
    return Array.from({ length: reply.number() }, () => {
      const length = reply.number();
      reply.number();
      return length;
    });
  }

  async arrayItem({ id }: ObjectValue, index: number): Promise<Value> {
    const request = new AgentWriter().number(id).number(index).number(1);
    return this.codec.read(await this.agent.ask('arrayValues', request));
  }

  async setArrayItem({ id, type }: ObjectValue, index: number, value: Value): Promise<void> {
    const { element } = await this.agent.typeInfo(type);
    const request = new AgentWriter().number(id).number(index).number(1);
    request.bytes(await this.codec.writeFor(element, value));
    await this.agent.ask('setArrayValues', request);
  }

  /** A copy of some elements of an array. */
  async copyItems(array: ObjectValue, start: number, count: number): Promise<ObjectValue> {
    const { element } = await this.agent.typeInfo(array.type);
    const type = await this.agent.findType('System.Array');
    if (element === undefined || type === undefined) {
      throw new EvaluationError('The elements cannot be copied');
    }
    const copy = await this.reflection.emptyArray(element, count);
    const given = [array, int(start), copy, int(0), int(count)];
    const done = await this.reflection.use('call', { type }, 'Copy', given);
    // The copy would show defaults as the values of the array.
    if (done === undefined) throw new EvaluationError('The elements cannot be copied');
    return copy;
  }

  /** The interfaces of a type. */
  interfaces(type: number): Promise<readonly number[]> {
    return this.#ports.facts.once(`interfaces ${type}`, async () => {
      const reply = await this.agent.ask('interfaces', new AgentWriter().number(type));
      return Array.from({ length: reply.number() }, () => reply.number());
    });
  }

  /** The type of the elements that an object of a type enumerates. */
  async elementType(type: number): Promise<number | undefined> {
    for (const one of [type, ...(await this.interfaces(type))]) {
      const { fullName, generics } = await this.agent.typeInfo(one);
      if (fullName.startsWith('System.Collections.Generic.IEnumerable`1')) return generics[0];
    }
    return undefined;
  }

  /** Copies at most `count` elements into an array. A collection may have no end. */
  async copyToArray(of: Value, element: number, count: number): Promise<Value> {
    const linq = await this.agent.findType('System.Linq.Enumerable');
    const [method] = linq === undefined ? [] : await this.agent.methods(linq, 'ToArray');
    if (method === undefined || linq === undefined) {
      throw new EvaluationError('The page has not loaded System.Linq');
    }
    const first = await this.#take(of, element, linq, count).catch(() => of);
    const made = await this.makeGeneric(method, [element]);
    return this.reflection.invoke(made, [await this.codec.write(first)]);
  }

  /** Calls Enumerable.Take, which enumerates nothing yet. */
  async #take(of: Value, element: number, linq: number, count: number): Promise<Value> {
    for (const method of await this.agent.methods(linq, 'Take')) {
      const [, last] = await this.agent.parameters(method);
      if (last === undefined) continue;
      if ((await this.agent.typeInfo(last.type)).fullName !== 'System.Int32') continue;
      const made = await this.makeGeneric(method, [element]);
      const given = [await this.codec.write(of), await this.codec.write(int(count))];
      return this.reflection.invoke(made, given);
    }
    return of;
  }

  /** The method that a generic method is with these type arguments. */
  async makeGeneric(method: number, given: readonly number[]): Promise<number> {
    const request = new AgentWriter().number(method).number(given.length);
    for (const type of given) request.number(type);
    return (await this.agent.ask('makeGeneric', request)).number();
  }

  /** The position in an array of indexes that are within its bounds. */
  async arrayPosition(array: ObjectValue, indexes: readonly number[]): Promise<number> {
    const lengths = await this.arrayLengths(array);
    if (lengths.length !== indexes.length) {
      throw new EvaluationError(`The array has ${lengths.length} dimensions`);
    }
    return lengths.reduce((position, length, dimension) => {
      const index = indexes[dimension] ?? 0;
      if (index < 0 || index >= length) {
        throw new EvaluationError(
          'Index was outside the bounds of the array.',
          'System.IndexOutOfRangeException',
        );
      }
      return position * length + index;
    }, 0);
  }
}
