import { AgentWriter } from '../../relay/cdp/agentData.ts';
import type { Agent } from './agent.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { ChangedMethods, PageFacts } from './pageFacts.ts';
import type { Reflection } from './reflection.ts';
import type { ObjectValue, Value } from '../values/values.ts';
import { readConstant } from './constants.ts';
import { isReadOnly } from './readOnlyMembers.ts';
import { findMethod, hoistedScopes } from './methods.ts';
import { readStack, type StackFrame } from './stack.ts';
import type { ValueCodec } from './valueCodec.ts';
import { addHoisted, type Holder, hoisted, isHolder, placeOf, type Variable } from './variable.ts';

/** The parts of a debugger that frames read from. */
interface FramePorts {
  readonly agent: Agent;
  readonly codec: ValueCodec;
  readonly reflection: Reflection;
  readonly facts: PageFacts;
  readonly changed: ChangedMethods;
}

/** Whether the variable in a field with a number in its name is in scope. */
type IsInScope = (number: number) => boolean;

/** The variables that C# code of a frame sees. */
export class CSharpFrame {
  readonly #id: number;
  readonly #ports: FramePorts;
  #info: Promise<StackFrame> | undefined;
  #typeArguments: Promise<ReadonlyMap<string, number>> | undefined;
  #variables: Promise<ReadonlyMap<string, Variable>> | undefined;

  constructor(id: number, ports: FramePorts) {
    this.#id = id;
    this.#ports = ports;
  }

  /** Reads which variables there are. Throws an EvaluationError if that can't be known. */
  async open(): Promise<void> {
    await this.#allVariables();
  }

  async variable(name: string): Promise<Variable | undefined> {
    return (await this.#allVariables()).get(name);
  }

  /** What the runtime has as `this`, which may be an object of the compiler. */
  self(): Promise<Value> {
    return this.#read('frameThis');
  }

  #allVariables(): Promise<ReadonlyMap<string, Variable>> {
    this.#variables ??= this.#readVariables();
    return this.#variables;
  }

  /** The type that contains the method as it was written. */
  async declaringType(): Promise<number> {
    const { method } = await this.#frame();
    const parameters = new AgentWriter().number(method);
    return (await this.#ports.agent.ask('declaringType', parameters)).number();
  }

  /** The name of the method as it was written: of lambdas, async methods and iterators that of the one around them. */
  async writtenName(): Promise<string> {
    const { agent } = this.#ports;
    const { method } = await this.#frame();
    const name = (await agent.ask('methodName', new AgentWriter().number(method))).text();
    const type = (await agent.typeInfo(await this.declaringType())).name;
    const outer = /^<([^<>]+)>/;
    return outer.exec(name)?.[1] ?? outer.exec(type)?.[1] ?? name;
  }

  /** The namespaces that the code imports; none where that is not known. */
  async imports(): Promise<readonly string[]> {
    const { method } = await this.#frame();
    return findMethod(method, this.#ports).then(
      ({ imports }) => imports,
      () => [],
    );
  }

  /** The types that stand for the type parameters of the method and of its type, by their names. */
  typeArguments(): Promise<ReadonlyMap<string, number>> {
    this.#typeArguments ??= this.#readTypeArguments();
    return this.#typeArguments;
  }

  async #readTypeArguments(): Promise<ReadonlyMap<string, number>> {
    const { agent } = this.#ports;
    const { method } = await this.#frame();
    const own = await agent.methodInfo(method);
    const general = await agent.methodInfo(own.definition === 0 ? method : own.definition);
    const type = await agent.typeInfo(await this.declaringType());
    const generalType = type.definition === 0 ? type : await agent.typeInfo(type.definition);
    const names = [...generalType.generics, ...general.generics];
    const given = [...type.generics, ...own.generics];
    const found = new Map<string, number>();
    for (const [index, name] of names.entries()) {
      const argument = given[index];
      if (argument !== undefined) found.set((await agent.typeInfo(name)).name, argument);
    }
    return found;
  }

  #frame(): Promise<StackFrame> {
    this.#info ??= this.#readFrame();
    return this.#info;
  }

  async #readFrame(): Promise<StackFrame> {
    const frame = (await readStack(this.#ports.agent)).find(({ id }) => id === this.#id);
    if (frame !== undefined) return frame;
    throw new EvaluationError('The frame is no longer on the stack');
  }

  async #readVariables(): Promise<ReadonlyMap<string, Variable>> {
    const [{ method, offset }, self] = await Promise.all([this.#frame(), this.self()]);
    const found = new Map<string, Variable>();
    const built = await findMethod(method, this.#ports);
    for (const [index, { name, type }] of built.parameters.entries()) {
      const parameter = this.#slot(-index - 1, type);
      // Local functions get what they capture in a parameter of the compiler.
      if (name === '') await this.#addClosure(await parameter.get(), found);
      else found.set(name, parameter);
    }
    const { locals, slots } = built;
    for (const { end, name, slot, start, tupleNames } of locals) {
      if (offset < start || offset >= end) continue;
      const variable = { ...this.#slot(slot, slots[slot]?.type), tupleNames };
      if (hoisted.closure.test(name)) await this.#addClosure(await variable.get(), found);
      else found.set(name, variable);
    }
    for (const { end, name, signature, start } of built.constants) {
      if (offset < start || offset >= end) continue;
      const value = readConstant(signature);
      found.set(name, value === undefined ? unknownConstant(name) : readOnly(name, value));
    }
    await this.#addThis(self, found, hoistedScopes(built, offset));
    return found;
  }

  /** Adds what lambdas capture. Of parameters, the code uses the copies there. */
  async #addClosure(closure: Value, found: Map<string, Variable>): Promise<void> {
    if (!isHolder(closure)) return;
    const inner = new Map<string, Variable>();
    await this.#addFields(closure, inner);
    for (const [name, variable] of inner) {
      const isOwn = variable.place?.startsWith(`${placeOf(closure)} `) === true && name !== 'this';
      if (isOwn || !found.has(name)) found.set(name, variable);
    }
  }

  /** Adds `this`; if it is an object of the compiler, the variables that it holds instead. */
  async #addThis(
    self: Value,
    found: Map<string, Variable>,
    isInScope: IsInScope | undefined,
  ): Promise<void> {
    if (self.kind !== 'object' && self.kind !== 'struct') return;
    const { name } = await this.#ports.agent.typeInfo(self.type);
    if (name.startsWith('<')) await this.#addFields(self, found, isInScope);
    else if (self.kind === 'struct') found.set('this', this.#structThis(self.type));
    else found.set('this', readOnly('this', self));
  }

  /** `this` in a method of a value type, which may change it. */
  #structThis(type: number): Variable {
    const { agent, codec } = this.#ports;
    return {
      type,
      get: () => this.self(),
      set: async (value) => {
        if (await isReadOnly((await this.#frame()).method, type, this.#ports)) {
          throw new EvaluationError('this cannot be changed in a readonly member');
        }
        const request = new AgentWriter().number(await this.#thread()).number(this.#id);
        request.bytes(await codec.writeFor(type, value));
        await agent.ask('setFrameThis', request);
      },
    };
  }

  /** Adds the variables in fields. Two of one name are in different scopes. */
  async #addFields(
    holder: Value,
    found: Map<string, Variable>,
    isInScope: IsInScope = () => true,
  ): Promise<void> {
    if (!isHolder(holder)) return;
    const hoistedHere = new Map<string, Variable>();
    for (const { isStatic, name: field, type } of await this.#ports.agent.fields(holder.type)) {
      if (isStatic) continue;
      const variable = { ...this.#field(holder, field), type };
      const { name = field, number } = hoisted.variable.exec(field)?.groups ?? {};
      if (number !== undefined && !isInScope(Number(number))) continue;
      if (number !== undefined) addHoisted(name, variable, hoistedHere);
      if (hoisted.self.test(field)) {
        const self = await variable.get();
        if (self.kind === 'object' && (await this.#isGenerated(self))) {
          await this.#addFields(self, found);
        } else found.set('this', variable);
      } else if (hoisted.holder.test(name)) {
        const inner = new Map<string, Variable>();
        await this.#addFields(await variable.get(), inner);
        for (const [captured, one] of inner) addHoisted(captured, one, hoistedHere);
      } else if (hoisted.closure.test(name)) {
        await this.#addFields(await variable.get(), found);
      } else if (number === undefined && !name.startsWith('<') && !found.has(name)) {
        found.set(name, variable);
      }
    }
    // Fields beside them have what parameters were at first.
    for (const [name, one] of hoistedHere) {
      if (name !== 'this' || !found.has(name)) found.set(name, one);
    }
  }

  async #isGenerated({ type }: ObjectValue): Promise<boolean> {
    return (await this.#ports.agent.typeInfo(type)).name.startsWith('<');
  }

  #field(holder: Holder, name: string): Variable {
    const { reflection } = this.#ports;
    return {
      place: `${placeOf(holder)} ${name}`,
      field: { type: holder.type, name },
      get: async () => {
        const value = await reflection.use('get', holder, name);
        if (value === undefined) throw new EvaluationError(`${name} could not be read`);
        return value;
      },
      set: async (value) => {
        if (holder.kind === 'struct') throw new EvaluationError(`${name} is in a copy`);
        await reflection.use('set', holder, name, [value]);
      },
    };
  }

  #slot(position: number, type: number | undefined): Variable {
    const { agent, codec } = this.#ports;
    return {
      type,
      get: () => this.#read('frameValues', position),
      set: async (value) => {
        const request = new AgentWriter()
          .number(await this.#thread())
          .number(this.#id)
          .number(1);
        request.number(position).bytes(await codec.writeFor(type, value));
        await agent.ask('setFrameValues', request);
      },
    };
  }

  /** Most runtimes have only one. */
  async #thread(): Promise<number> {
    const [thread, ...others] = await this.#ports.agent.threads();
    return thread === undefined || others.length > 0 ? (await this.#frame()).thread : thread;
  }

  async #read(command: 'frameValues' | 'frameThis', position?: number): Promise<Value> {
    const request = new AgentWriter().number(await this.#thread()).number(this.#id);
    if (position !== undefined) request.number(1).number(position);
    return this.#ports.codec.read(await this.#ports.agent.ask(command, request));
  }
}

/** Hides a member of the same name, as in the code. */
function unknownConstant(name: string): Variable {
  const refuse = async (): Promise<never> => {
    throw new EvaluationError(`The constant ${name} is an enum or a decimal, which cannot be read`);
  };
  return { get: refuse, set: refuse };
}

function readOnly(name: string, value: Value): Variable {
  return {
    get: async () => value,
    set: async () => {
      throw new EvaluationError(`${name} cannot be set`);
    },
  };
}
