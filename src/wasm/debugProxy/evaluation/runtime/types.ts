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

/** Finds types by the names that code of a method uses for them. */
export class Types {
  readonly #agent: Agent;
  readonly #method: () => Promise<number>;

  /** Takes the type that contains the compiled method. */
  constructor(agent: Agent, method: () => Promise<number>) {
    this.#agent = agent;
    this.#method = method;
  }

  /** The type that contains the method in the source: of lambdas and async methods the one around them. */
  async declaring(): Promise<number> {
    const type = await this.#method();
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
    let found = await this.#named(name, types);
    if (found !== undefined && isNullable) found = (await this.#nullable(found)) ?? found;
    for (const rank of ranks) {
      if (found === undefined) return undefined;
      const element = await this.#qualified(found);
      const [of, assembly] = element.split(/,(.*)/s);
      found = await this.#agent.findType(`${of}[${','.repeat(rank - 1)}],${assembly}`);
    }
    return found;
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
    const usings = imported.map((space) => `${space}.`);
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
