import type { EvaluationContext } from './context.ts';
import { getMember } from './members.ts';
import { itemsOf } from './queries.ts';
import { allMembers } from './runtime/reflection.ts';
import type { Variable } from './runtime/variable.ts';
import type { Expression } from './syntax/expression.ts';
import { bool, text, toText, type Value } from './values/values.ts';

/** Where compilers keep the names of a tuple's elements. */
const attribute = 'System.Runtime.CompilerServices.TupleElementNamesAttribute';

/** The element of a tuple in a variable, by the name that it has in the source; `undefined` if there is none. */
export async function getTupleItem(
  of: Expression,
  name: string,
  context: EvaluationContext,
): Promise<Value | undefined> {
  if (of.kind !== 'name' || context.variables.has(of.name)) return undefined;
  const variable = await context.frame.variable(of.name);
  const names = variable && (await findNames(variable, context));
  const index = names?.indexOf(name) ?? -1;
  if (index < 0 || index > 6) return undefined;
  return getMember(await context.evaluate(of), `Item${index + 1}`, context);
}

/** The symbols have the names of local variables, and attributes those of the fields that keep variables. */
async function findNames(
  { field, tupleNames, type }: Variable,
  context: EvaluationContext,
): Promise<readonly string[] | undefined> {
  if (tupleNames !== undefined || field === undefined || type === undefined) return tupleNames;
  const { runtime } = context;
  if (!(await runtime.agent.typeInfo(type)).fullName.startsWith('System.ValueTuple`')) {
    return undefined;
  }
  const key = `tuple names of ${field.type} ${field.name}`;
  return runtime.facts.once(key, () => readNames(field.type, field.name, context));
}

async function readNames(
  type: number,
  name: string,
  context: EvaluationContext,
): Promise<readonly string[] | undefined> {
  const { agent, reflection } = context.runtime;
  const flags = await context.runtime.enumValue('System.Reflection.BindingFlags', allMembers);
  const given = [text(name), flags];
  const owner = await context.runtime.typeObject(type);
  const field = await reflection.use('call', owner, 'GetField', given);
  if (field?.kind !== 'object') return undefined;
  const found = await reflection.use('call', field, 'GetCustomAttributes', [bool(false)]);
  for (const one of found === undefined ? [] : await itemsOf(found, context)) {
    if (one.kind !== 'object' || (await agent.typeInfo(one.type)).fullName !== attribute) continue;
    const names = await getMember(one, 'TransformNames', context);
    return (await itemsOf(names, context)).map((item) => toText(item) ?? '');
  }
  return undefined;
}
