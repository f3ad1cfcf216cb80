import { inflateRawSync } from 'node:zlib';
import { openPdb, type Pdb } from '../../../metadata/pdb.ts';
import { localsAt } from '../../../metadata/localVariables.ts';
import { AgentWriter } from '../../relay/cdp/agentData.ts';
import type { Agent } from './agent.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { Reflection } from './reflection.ts';
import type { ObjectValue, Value } from '../values/values.ts';
import type { ValueCodec } from './valueCodec.ts';

/** A variable of a frame. */
export interface Variable {
  get(): Promise<Value>;
  set(value: Value): Promise<void>;
  /** The declared type, if it is known. */
  readonly type?: number | undefined;
  /** The names of a tuple's elements in the source. */
  readonly tupleNames?: readonly string[] | undefined;
}

/** Symbols of the assemblies of a page, by the runtime's number of each. */
export type SymbolCache = Map<number, Promise<Pdb | undefined>>;

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
  readonly symbols: SymbolCache;
}

/** How compilers name the fields in which lambdas, async methods and iterators keep variables. */
const hoisted = {
  /** `<name>5__2`, and `name` itself. */
  variable: /^<(?<name>[^>]+)>5__\d+$/,
  self: /^<>4__this$/,
  closure: /^(?:CS\$<>8__locals\d+|<>8__\d+)$/,
} as const;

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

  async variable(name: string): Promise<Variable | undefined> {
    this.#variables ??= this.#readVariables();
    return (await this.#variables).get(name);
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
    const token = (await agent.ask('methodToken', new AgentWriter().number(method))).number();
    const assembly = (await agent.ask('methodAssembly', new AgentWriter().number(method))).number();
    const pdb = await this.#pdb(assembly);
    const locals = pdb === undefined ? [] : localsAt(pdb, token & 0xff_ff_ff, offset);
    const types = await this.#localTypes(method, offset);
    for (const { name, slot, tupleNames } of locals) {
      const variable = { ...this.#slot(slot), tupleNames, type: types.get(name) };
      if (hoisted.closure.test(name)) await this.#addFields(await variable.get(), found);
      else found.set(name, variable);
    }
    await this.#addThis(found);
    return found;
  }

  /** The declared types of the variables in scope. */
  async #localTypes(method: number, offset: number): Promise<ReadonlyMap<string, number>> {
    const reply = await this.#ports.agent.ask('locals', new AgentWriter().number(method));
    // Scopes of the method, each with start and length.
    for (let left = 2 * reply.number(); left > 0; left--) reply.number();
    const count = reply.number();
    const list = <T>(read: () => T): readonly T[] => Array.from({ length: count }, read);
    const types = list(() => reply.number());
    const names = list(() => reply.text());
    const found = new Map<string, number>();
    for (const [index, name] of names.entries()) {
      const [start, end] = [reply.number(), reply.number()];
      if (offset >= start && offset < end) found.set(name, types[index] ?? 0);
    }
    return found;
  }

  /** Adds `this`; if it is an object of the compiler, the variables that it holds instead. */
  async #addThis(found: Map<string, Variable>): Promise<void> {
    const self = await this.#read('frameThis');
    if (self.kind !== 'object' && self.kind !== 'struct') return;
    const { name } = await this.#ports.agent.typeInfo(self.type);
    if (name.startsWith('<')) await this.#addFields(self, found);
    else found.set('this', readOnly(self));
  }

  async #addFields(holder: Value, found: Map<string, Variable>): Promise<void> {
    if (holder.kind !== 'object') return;
    for (const field of await this.#fieldNames(holder)) {
      const variable = this.#field(holder, field);
      const name = hoisted.variable.exec(field)?.groups?.['name'] ?? field;
      if (hoisted.self.test(field)) {
        const self = await variable.get();
        if (self.kind === 'object' && (await this.#isGenerated(self))) {
          await this.#addFields(self, found);
        } else found.set('this', variable);
      } else if (hoisted.closure.test(field)) {
        await this.#addFields(await variable.get(), found);
      } else if (!name.startsWith('<') && !found.has(name)) found.set(name, variable);
    }
  }

  async #isGenerated({ type }: ObjectValue): Promise<boolean> {
    return (await this.#ports.agent.typeInfo(type)).name.startsWith('<');
  }

  /** The names of the fields that instances of an object's type have. */
  async #fieldNames({ type }: ObjectValue): Promise<readonly string[]> {
    const reply = await this.#ports.agent.ask('fields', new AgentWriter().number(type));
    const names: string[] = [];
    for (let count = reply.number(); count > 0; count--) {
      reply.number();
      const name = reply.text();
      reply.number();
      const isStatic = (reply.number() & 0x10) !== 0;
      reply.number();
      if (!isStatic) names.push(name);
    }
    return names;
  }

  #field(holder: ObjectValue, name: string): Variable {
    const { reflection } = this.#ports;
    return {
      get: async () => {
        const value = await reflection.use('get', holder, name);
        if (value === undefined) throw new EvaluationError(`${name} could not be read`);
        return value;
      },
      set: async (value) => void (await reflection.use('set', holder, name, [value])),
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

  #pdb(assembly: number): Promise<Pdb | undefined> {
    const { symbols } = this.#ports;
    const pdb = symbols.get(assembly) ?? this.#readPdb(assembly);
    symbols.set(assembly, pdb);
    return pdb;
  }

  async #readPdb(assembly: number): Promise<Pdb | undefined> {
    const { agent } = this.#ports;
    const location = await agent.ask('assemblyLocation', new AgentWriter().number(assembly));
    const name = location.text().replace(/\.(?:webcil|wasm)$/, '.dll');
    const reply = await agent.ask('assemblyFiles', new AgentWriter().block(Buffer.from(name)));
    reply.block();
    const unpacked = reply.number();
    const symbols = reply.block();
    if (symbols.length === 0) return undefined;
    return openPdb(unpacked > 0 ? inflateRawSync(symbols) : symbols);
  }
}

function readOnly(value: Value): Variable {
  return {
    get: async () => value,
    set: async () => {
      throw new EvaluationError('this cannot be set');
    },
  };
}
