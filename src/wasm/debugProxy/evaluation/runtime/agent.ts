import * as z from 'zod/mini';
import { readAgentReply } from '../../relay/cdp/agentCommands.ts';
import { AgentReader, AgentWriter } from '../../relay/cdp/agentData.ts';
import { evaluationUrl } from '../../relay/frameworkScripts.ts';
import type { RelayTarget } from '../../relay/handler.ts';
import { EvaluationError } from '../evaluationError.ts';
import {
  type AgentCommandName,
  commands,
  type FieldInfo,
  type MethodInfo,
  type Signature,
  type TypeInfo,
} from './agentProtocol.ts';
import type { PageFacts, StopPorts } from './pageFacts.ts';

/** Of the attributes of fields and methods. */
const staticFlag = 0x10;
/** Of the attributes of fields. */
const readOnlyFlag = 0x20;

/** Of how many objects the types are kept. */
const maxObjects = 10_000;

/** Identifies replies, which are returned at once. The proxy's ids start at 1 and never reach it. */
const commandId = 2_147_483_631;

const failedSchema = z.object({ exceptionDetails: z.looseObject({}) });

/** Commands the debugger agent of a page's runtime directly, past the debug proxy, during one stop. */
export class Agent {
  readonly #target: RelayTarget;
  readonly #contextId: number;
  /** Names of types that were not found at this stop. They may be loaded later. */
  readonly #unknownTypes = new Set<string>();
  /** Numbers of objects at this stop. */
  readonly #objects = new Map<string, Promise<number>>();
  readonly #facts: PageFacts;
  readonly #isOver: () => boolean;

  constructor(target: RelayTarget, contextId: number, { facts, isOver }: StopPorts) {
    this.#target = target;
    this.#contextId = contextId;
    this.#facts = facts;
    this.#isOver = isOver;
  }

  /**
   * Sends a command. Throws an EvaluationError if the runtime refuses it, or the page has gone on: its frames
   * are no longer on the stack then.
   */
  async ask(name: AgentCommandName, parameters: AgentWriter): Promise<AgentReader> {
    if (this.#isOver()) throw new EvaluationError('The page has gone on');
    const [set, command] = commands[name];
    const given = parameters.written().toString('base64');
    const call = `mono_wasm_send_dbg_command(${commandId}, ${set}, ${command}, '${given}')`;
    const answer = await this.#target.send('Runtime.callFunctionOn', {
      // The URL keeps the script from the debugger, as it does those of the debug proxy.
      functionDeclaration: `function () { return getDotnetRuntime(0).INTERNAL.${call};\n//# sourceURL=${evaluationUrl}\n}`,
      executionContextId: this.#contextId,
      returnByValue: true,
      silent: true,
    });
    const reply = failedSchema.safeParse(answer).success ? undefined : readAgentReply(answer);
    if (reply === undefined) throw new EvaluationError(`The runtime refused ${name}`);
    return new AgentReader(reply);
  }

  /** The minor version of the protocol, on which the form of value types depends. */
  version(): Promise<number> {
    return this.#facts.once('version', async () => {
      const reply = await this.ask('version', new AgentWriter());
      reply.text();
      reply.number();
      return reply.number();
    });
  }

  /** The numbers of the runtime's threads. */
  threads(): Promise<readonly number[]> {
    return this.#facts.once('threads', async () => {
      const reply = await this.ask('threads', new AgentWriter());
      return Array.from({ length: reply.number() }, () => reply.number());
    });
  }

  async typeOfObject(object: number): Promise<number> {
    const { objects } = this.#facts;
    const known = objects.get(object);
    if (known !== undefined) return known;
    const type = (await this.ask('typeOfObject', new AgentWriter().number(object))).number();
    if (objects.size >= maxObjects) objects.clear();
    objects.set(object, type);
    return type;
  }

  /** The number of the first type with a name of reflection's form; `undefined` if there is none. */
  async findType(name: string): Promise<number | undefined> {
    const known = this.#facts.types.get(name);
    if (known !== undefined) return known;
    if (this.#unknownTypes.has(name)) return undefined;
    const found = await this.#findType(name).catch((error: unknown) => {
      // The runtime refuses names that it can't parse.
      if (error instanceof EvaluationError) return undefined;
      throw error;
    });
    if (found === undefined) this.#unknownTypes.add(name);
    else this.#facts.types.set(name, found);
    return found;
  }

  async #findType(name: string): Promise<number | undefined> {
    const parameters = new AgentWriter().block(Buffer.from(name)).byte(0);
    const reply = await this.ask('typesNamed', parameters);
    return reply.number() > 0 ? reply.number() : undefined;
  }

  /** The number of the System.Type object of a type. */
  typeObject(type: number): Promise<number> {
    return this.#held(`type ${type}`, async () =>
      (await this.ask('typeObject', new AgentWriter().number(type))).number(),
    );
  }

  /** An object that is used several times at one stop. */
  #held(key: string, make: () => Promise<number>): Promise<number> {
    const known = this.#objects.get(key) ?? make();
    this.#objects.set(key, known);
    return known;
  }

  typeInfo(type: number): Promise<TypeInfo> {
    return this.#facts.once(`type ${type}`, () => this.#readType(type));
  }

  async #readType(type: number): Promise<TypeInfo> {
    // The form of names is that of reflection.
    const reply = await this.ask('typeInfo', new AgentWriter().number(type).number(1));
    const [namespace, name, fullName] = [reply.text(), reply.text(), reply.text()];
    const assembly = reply.number();
    // The module and the parent.
    for (let skipped = 0; skipped < 2; skipped++) reply.number();
    const elementType = reply.number();
    // The token.
    reply.number();
    const isArray = reply.byte() > 0;
    const element = isArray && elementType > 0 ? elementType : undefined;
    reply.number();
    const flags = reply.byte();
    for (let nested = reply.number(); nested > 0; nested--) reply.number();
    const definition = reply.number();
    const generics = Array.from({ length: reply.number() }, () => reply.number());
    const isEnum = (flags & 16) !== 0;
    return { namespace, name, fullName, assembly, definition, generics, isEnum, isArray, element };
  }

  fields(type: number): Promise<readonly FieldInfo[]> {
    return this.#facts.once(`fields ${type}`, async () => {
      const reply = await this.ask('fields', new AgentWriter().number(type));
      return Array.from({ length: reply.number() }, () => {
        const id = reply.number();
        const [name, of, attributes] = [reply.text(), reply.number(), reply.number()];
        reply.number();
        const isReadOnly = (attributes & readOnlyFlag) !== 0;
        return { id, name, type: of, isStatic: (attributes & staticFlag) !== 0, isReadOnly };
      });
    });
  }

  /** The type and its base types, from the most derived one. */
  parents(type: number): Promise<readonly number[]> {
    return this.#facts.once(`parents ${type}`, async () => {
      const reply = await this.ask('parents', new AgentWriter().number(type));
      return [type, ...Array.from({ length: reply.number() }, () => reply.number())];
    });
  }

  /** Whether variables of a type have values themselves, not references. */
  async isValueType(type: number): Promise<boolean> {
    const [, base] = await this.parents(type);
    if (base === undefined) return false;
    const { fullName } = await this.typeInfo(base);
    if (fullName === 'System.Enum') return true;
    return (
      fullName === 'System.ValueType' && (await this.typeInfo(type)).fullName !== 'System.Enum'
    );
  }

  /** The numbers of the methods of a type with a name. */
  methods(type: number, name: string): Promise<readonly number[]> {
    return this.#facts.once(`methods ${type} ${name}`, async () => {
      // Public and other methods, of instances and static, with the case of the name.
      const flags = 4 | 8 | 16 | 32;
      const parameters = new AgentWriter().number(type).block(Buffer.from(name));
      const reply = await this.ask('methodsNamed', parameters.number(flags).number(1));
      return Array.from({ length: reply.number() }, () => reply.number());
    });
  }

  methodInfo(method: number): Promise<MethodInfo> {
    return this.#facts.once(`method ${method}`, async () => {
      const reply = await this.ask('methodInfo', new AgentWriter().number(method));
      const isStatic = (reply.number() & staticFlag) !== 0;
      // Further attributes, the token, and whether it is generic.
      for (let skipped = 0; skipped < 2; skipped++) reply.number();
      reply.byte();
      const definition = reply.number();
      const generics = Array.from({ length: reply.number() }, () => reply.number());
      return { isStatic, definition, generics };
    });
  }

  /** The only getter of a property, if instances of a type have one that is not private to a base type. */
  getter(type: number, name: string): Promise<number | undefined> {
    return this.#facts.once(`getter ${type} ${name}`, async () => {
      const [method, ...others] = await this.methods(type, `get_${name}`);
      if (method === undefined || others.length > 0) return undefined;
      const { isStatic } = await this.methodInfo(method);
      return isStatic || (await this.parameters(method)).length > 0 ? undefined : method;
    });
  }

  /** The types of a method's parameters, with their names. */
  async parameters(method: number): Promise<Signature['parameters']> {
    return (await this.signature(method)).parameters;
  }

  signature(method: number): Promise<Signature> {
    return this.#facts.once(`signature ${method}`, async () => {
      const reply = await this.ask('parameters', new AgentWriter().number(method));
      // The calling convention, and after the count the number of type parameters.
      reply.number();
      const count = reply.number();
      reply.number();
      const result = reply.number();
      const types = Array.from({ length: count }, () => reply.number());
      return { result, parameters: types.map((type) => ({ type, name: reply.text() })) };
    });
  }

  /** The number of a string with a name or another short text. */
  string(value: string): Promise<number> {
    return this.#held(`string ${value}`, () => this.createString(value));
  }

  async createString(value: string): Promise<number> {
    // The runtime takes texts in UTF-8, up to the first zero.
    if (/[\0\p{Surrogate}]/u.test(value)) {
      throw new EvaluationError(
        'Texts with \\0 or half of a surrogate pair cannot be sent to the page',
      );
    }
    const parameters = new AgentWriter().number(await this.domain());
    return (await this.ask('createString', parameters.block(Buffer.from(value)))).number();
  }

  /** Puts a value of a primitive type, with its tag, on the heap. */
  async box(type: number, value: Buffer): Promise<number> {
    const parameters = new AgentWriter()
      .number(await this.domain())
      .number(type)
      .bytes(value);
    return (await this.ask('createBoxed', parameters)).number();
  }

  domain(): Promise<number> {
    return this.#facts.once('domain', async () =>
      (await this.ask('rootDomain', new AgentWriter())).number(),
    );
  }
}
