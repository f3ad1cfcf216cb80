import { AgentWriter } from '../../relay/cdp/agentData.ts';
import type { EvaluationContext } from '../context.ts';
import { itemsOf } from '../queries/items.ts';
import { allMembers } from '../runtime/reflection.ts';
import { bool, nullValue, text, type Value } from '../values/values.ts';

/** How many arguments a method takes. */
interface Arity {
  readonly required: number;
  /** Whether the last parameter takes any number of them (`params`). */
  readonly isOpen: boolean;
}

/** Of System.Reflection.MemberTypes. */
const methods = 8;

/** How many arguments a method of a type takes, by .NET's reflection; `undefined` if that does not tell. */
export async function findArity(
  method: number,
  type: number,
  name: string,
  context: EvaluationContext,
): Promise<Arity | undefined> {
  const { facts } = context.runtime;
  const key = `arities of ${type} ${name}`;
  const all = await facts.once(key, () => readArities(type, name, context));
  return all.get(await tokenOf(method, context));
}

/** By the methods' tokens. */
async function readArities(
  type: number,
  name: string,
  context: EvaluationContext,
): Promise<ReadonlyMap<number, Arity>> {
  const arities = new Map<number, Arity>();
  for (const [token, parameters] of await readParameters(type, name, context)) {
    arities.set(token, await readArity(parameters, context));
  }
  return arities;
}

/** .NET's objects for the parameters of the methods of a name, by the methods' tokens. */
async function readParameters(
  type: number,
  name: string,
  context: EvaluationContext,
): Promise<ReadonlyMap<number, readonly Value[]>> {
  const { reflection } = context.runtime;
  const given = [
    text(name),
    await context.runtime.enumValue('System.Reflection.MemberTypes', methods),
    await context.runtime.enumValue('System.Reflection.BindingFlags', allMembers),
  ];
  const owner = await context.runtime.typeObject(type);
  const found = await reflection.use('call', owner, 'GetMember', given);
  const all = new Map<number, readonly Value[]>();
  for (const one of found === undefined ? [] : await itemsOf(found, context)) {
    const token = await reflection.use('get', one, 'MetadataToken');
    const parameters = await reflection.use('call', one, 'GetParameters');
    if (token?.kind !== 'number' || parameters === undefined) continue;
    all.set(Number(token.value), await itemsOf(parameters, context));
  }
  return all;
}

/** What the last parameters of a method have by default, from an index; `undefined` if one of them is needed. */
export async function defaultsOf(
  method: number,
  type: number,
  name: string,
  from: number,
  context: EvaluationContext,
): Promise<readonly Value[] | undefined> {
  const { reflection } = context.runtime;
  const parameters = (await readParameters(type, name, context)).get(
    await tokenOf(method, context),
  );
  const values: Value[] = [];
  for (const parameter of parameters?.slice(from) ?? []) {
    const isOptional = await reflection.use('get', parameter, 'IsOptional');
    if (isOptional?.kind !== 'bool' || !isOptional.value) return undefined;
    values.push((await reflection.use('get', parameter, 'DefaultValue')) ?? nullValue);
  }
  return parameters && values;
}

async function tokenOf(method: number, { runtime }: EvaluationContext): Promise<number> {
  return (await runtime.agent.ask('methodToken', new AgentWriter().number(method))).number();
}

async function readArity(parameters: readonly Value[], context: EvaluationContext): Promise<Arity> {
  let required = 0;
  let isOpen = false;
  for (const [index, parameter] of parameters.entries()) {
    const isOptional = await context.runtime.reflection.use('get', parameter, 'IsOptional');
    isOpen = await isParams(parameter, context);
    if (!isOpen && !(isOptional?.kind === 'bool' && isOptional.value)) required = index + 1;
  }
  return { required, isOpen };
}

async function isParams(parameter: Value, context: EvaluationContext): Promise<boolean> {
  const { agent, reflection } = context.runtime;
  const attribute = await agent.findType('System.ParamArrayAttribute');
  if (attribute === undefined) return false;
  const given = [await context.runtime.typeObject(attribute), bool(false)];
  const defined = await reflection.use('call', parameter, 'IsDefined', given);
  return defined?.kind === 'bool' && defined.value;
}
