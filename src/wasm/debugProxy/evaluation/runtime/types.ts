import { AgentWriter } from '../../relay/cdp/agentData.ts';
import type { Agent } from './agent.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { TypeName } from '../syntax/expression.ts';
import { predefined } from '../syntax/typeNames.ts';

/** Namespaces that the SDK's projects import by default. */
const imported = [
  'System',
  'System.Collections.Generic',
  'System.Linq',
  'System.Threading.Tasks',
  'System.Threading',
  'System.IO',
  'System.Text',
  'System.Text.Json',
  'System.Globalization',
  'System.Net.Http',
  'Microsoft.AspNetCore.Components',
  'Microsoft.JSInterop',
];

/** The code in which types are named. */
interface Code {
  /** The type that contains the compiled method. */
  declaringType(): Promise<number>;
  imports(): Promise<readonly string[]>;
  typeArguments(): Promise<ReadonlyMap<string, number>>;
}

/** Finds types by the names that code of a method uses for them. */
export class Types {
  readonly #agent: Agent;
  readonly #code: Code;

  constructor(agent: Agent, code: Code) {
    this.#agent = agent;
    this.#code = code;
  }

  /** The namespaces around the code, and those that it imports. */
  async namespaces(): Promise<readonly string[]> {
    const { namespace } = await this.#agent.typeInfo(await this.declaring());
    const parts = namespace.split('.');
    const around = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
    return [...around, '', ...(await this.#code.imports()), ...imported];
  }

  /** The type that contains the method in the source: of lambdas and async methods the one around them. */
  async declaring(): Promise<number> {
    const type = await this.#code.declaringType();
    const { fullName, name } = await this.#agent.typeInfo(type);
    if (!name.startsWith('<')) return type;
    const outer = fullName.replace(/\[.*$/s, '').split('+');
    while (outer.length > 1 && outer.at(-1)?.startsWith('<') === true) outer.pop();
    return (await this.#agent.findType(outer.join('+'))) ?? type;
  }

  /** Throws an EvaluationError if there is no such type. */
  async resolve(type: TypeName): Promise<number> {
    const found = await this.find(type);
    if (found !== undefined) return found;
    throw new EvaluationError(`The type ${type.name} was not found in the page`);
  }

  async find({ arguments: given, isNullable, name, ranks }: TypeName): Promise<number | undefined> {
    const types = await Promise.all(given.map((argument) => this.resolve(argument)));
    let found = given.length === 0 ? (await this.#code.typeArguments()).get(name) : undefined;
    found ??= await this.#named(name, types);
    if (found !== undefined && isNullable) found = (await this.#nullable(found)) ?? found;
    for (const rank of ranks) {
      if (found === undefined) return undefined;
      const element = await this.#qualified(found);
      const [of, assembly] = element.split(/,(.*)/s);
      found = await this.#agent.findType(`${of}[${','.repeat(rank - 1)}],${assembly}`);
    }
    return found;
  }

  /** A generic type by its full name, with these type arguments. */
  constructed(name: string, given: readonly number[]): Promise<number | undefined> {
    return this.#named(name, given);
  }

  async #nullable(type: number): Promise<number | undefined> {
    return this.#agent.findType(`System.Nullable\`1[[${await this.#qualified(type)}]]`);
  }

  async #named(name: string, given: readonly number[]): Promise<number | undefined> {
    const qualified = await Promise.all(given.map((type) => this.#qualified(type)));
    const suffix =
      given.length === 0
        ? ''
        : `\`${given.length}[${qualified.map((type) => `[${type}]`).join(',')}]`;
    const candidates = await this.#candidates(name);
    const found = await Promise.all(candidates.map((one) => this.#agent.findType(one + suffix)));
    return found.find((type) => type !== undefined);
  }

  /** Full names, from the innermost scope. */
  async #candidates(name: string): Promise<readonly string[]> {
    const keyword = predefined.get(name);
    if (keyword !== undefined) return [keyword];
    const { fullName } = await this.#agent.typeInfo(await this.declaring());
    const outer = fullName.replace(/\[.*$/s, '').split('+');
    // Nested types have no namespace of their own.
    const namespace = outer[0]?.split('.').slice(0, -1).join('.') ?? '';
    const nested = outer.map((_, index) => `${outer.slice(0, outer.length - index).join('+')}+`);
    const spaces = namespace.split('.');
    const around = spaces.map((_, index) => `${spaces.slice(0, spaces.length - index).join('.')}.`);
    const scopes = [...nested, ...around.filter((space) => space !== '.'), ''];
    const usings = [...(await this.#code.imports()), ...imported].map((space) => `${space}.`);
    return [...scopes, ...usings].flatMap((scope) => withNesting(scope, name));
  }

  /** With the assembly, as type arguments need it. */
  async #qualified(type: number): Promise<string> {
    const { assembly, fullName } = await this.#agent.typeInfo(type);
    const reply = await this.#agent.ask('assemblyName', new AgentWriter().number(assembly));
    return `${fullName}, ${reply.text()}`;
  }
}

/** `A.B` is a type in a namespace, or one in a type. */
function withNesting(scope: string, name: string): readonly string[] {
  const nested = name.replace(/\.(?=[^.]*$)/, '+');
  return nested === name ? [scope + name] : [scope + name, scope + nested];
}
