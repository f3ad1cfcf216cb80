import { hoistedAt, localsOf } from '../../../metadata/localVariables.ts';
import type { Pdb } from '../../../metadata/pdb.ts';
import { AgentWriter } from '../../relay/cdp/agentData.ts';
import type { Agent } from './agent.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { ChangedMethods, PageFacts } from './pageFacts.ts';
import type { Reflection } from './reflection.ts';
import type { ObjectValue, Value } from '../values/values.ts';
import { readSymbols } from './symbols.ts';
import type { ValueCodec } from './valueCodec.ts';
import { addHoisted, type Holder, hoisted, isHolder, placeOf, type Variable } from './variable.ts';

interface FrameInfo {
  readonly thread: number;
  readonly method: number;
  readonly offset: number;
}

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
  #info: Promise<FrameInfo> | undefined;
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

  #frame(): Promise<FrameInfo> {
    this.#info ??= this.#readFrame();
    return this.#info;
  }

  async #readFrame(): Promise<FrameInfo> {
    const { agent } = this.#ports;
    const threads = await agent.ask('threads', new AgentWriter());
    for (let count = threads.number(); count > 0; count--) {
      const thread = threads.number();
      const frames = await agent.ask(
        'frames',
        new AgentWriter().number(thread).number(0).number(-1),
      );
      for (let left = frames.number(); left > 0; left--) {
        const [id, method, offset] = [frames.number(), frames.number(), frames.number()];
        frames.byte();
        if (id === this.#id) return { thread, method, offset };
      }
    }
    throw new EvaluationError('The frame is no longer on the stack');
  }

  async #readVariables(): Promise<ReadonlyMap<string, Variable>> {
    const { agent } = this.#ports;
    const { method, offset } = await this.#frame();
    const found = new Map<string, Variable>();
    const parameters = await agent.parameters(method);
    for (const [index, { name, type }] of parameters.entries()) {
      found.set(name, { ...this.#slot(-index - 1), type });
    }
    const symbols = await this.#symbols(method);
    const locals = symbols === undefined ? [] : localsOf(symbols.pdb, symbols.row);
    const isInScope = symbols && hoistedAt(symbols.pdb, symbols.row, offset);
    const slots = await this.#localSlots(method);
    if (!slots.every(({ name }, slot) => agree(name, slot, locals))) throw changed();
    for (const { end, name, slot, start, tupleNames } of locals) {
      if (offset < start || offset >= end) continue;
      const variable = { ...this.#slot(slot), tupleNames, type: slots[slot]?.type };
      if (hoisted.closure.test(name)) await this.#addClosure(await variable.get(), found);
      else found.set(name, variable);
    }
    await this.#addThis(found, isInScope);
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

  /** The symbols of a method as it was built. */
  async #symbols(method: number): Promise<{ pdb: Pdb; row: number } | undefined> {
    const { agent, changed: methods, facts } = this.#ports;
    const token = (await agent.ask('methodToken', new AgentWriter().number(method))).number();
    const row = token & 0xff_ff_ff;
    const assembly = (await agent.ask('methodAssembly', new AgentWriter().number(method))).number();
    if (!methods.isEmpty) {
      const module = (
        await agent.ask('assemblyModule', new AgentWriter().number(assembly))
      ).number();
      if (methods.has(module, row)) throw changed();
    }
    const pdb = await facts.symbols(assembly, () => readSymbols(agent, assembly));
    return pdb && { pdb, row };
  }

  /** The name and the declared type of each slot of a method, as the runtime knows them. */
  async #localSlots(
    method: number,
  ): Promise<readonly { readonly name: string; readonly type: number }[]> {
    const reply = await this.#ports.agent.ask('locals', new AgentWriter().number(method));
    // Scopes of the method, each with start and length.
    for (let left = 2 * reply.number(); left > 0; left--) reply.number();
    const count = reply.number();
    const types = Array.from({ length: count }, () => reply.number());
    return types.map((type) => ({ type, name: reply.text() }));
  }

  /** Adds `this`; if it is an object of the compiler, the variables that it holds instead. */
  async #addThis(found: Map<string, Variable>, isInScope: IsInScope | undefined): Promise<void> {
    const self = await this.#read('frameThis');
    if (self.kind !== 'object' && self.kind !== 'struct') return;
    const { name } = await this.#ports.agent.typeInfo(self.type);
    if (name.startsWith('<')) await this.#addFields(self, found, isInScope);
    else found.set('this', readOnly(self));
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

  #slot(position: number): Variable {
    const { agent, codec } = this.#ports;
    return {
      get: () => this.#read('frameValues', position),
      set: async (value) => {
        const { thread } = await this.#frame();
        const request = new AgentWriter().number(thread).number(this.#id).number(1);
        request.number(position).bytes(await codec.write(value));
        await agent.ask('setFrameValues', request);
      },
    };
  }

  async #read(command: 'frameValues' | 'frameThis', position?: number): Promise<Value> {
    const { thread } = await this.#frame();
    const request = new AgentWriter().number(thread).number(this.#id);
    if (position !== undefined) request.number(1).number(position);
    return this.#ports.codec.read(await this.#ports.agent.ask(command, request));
  }
}

/** Whether the symbols know the variable that the runtime has in a slot. */
function agree(name: string, slot: number, locals: ReturnType<typeof localsOf>): boolean {
  const inSlot = locals.filter((local) => local.slot === slot);
  return name === '' || inSlot.length === 0 || inSlot.some((local) => local.name === name);
}

function changed(): EvaluationError {
  return new EvaluationError(
    'Hot reload has changed the method, so it is not known where its variables are',
  );
}

function readOnly(value: Value): Variable {
  return {
    get: async () => value,
    set: async () => {
      throw new EvaluationError('this cannot be set');
    },
  };
}
