import type { EvaluationContext } from './context.ts';
import { itemsOf } from './queries/items.ts';
import { allMembers } from './runtime/reflection.ts';
import type { Variable } from './runtime/variable.ts';
import { bool, text, toText } from './values/values.ts';

/** Where compilers keep the names of a tuple's elements. */
const attribute = 'System.Runtime.CompilerServices.TupleElementNamesAttribute';

/** The symbols have the names of local variables, and attributes those of the fields that keep variables. */
export async function tupleNamesOf(
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
    const names = await reflection.use('get', one, 'TransformNames');
    if (names === undefined) return undefined;
    return (await itemsOf(names, context)).map((item) => toText(item) ?? '');
  }
  return undefined;
}
