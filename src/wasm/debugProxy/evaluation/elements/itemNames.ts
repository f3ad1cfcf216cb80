import type { EvaluationContext } from '../context.ts';
import type { Value } from '../values/values.ts';

/** Gives a tuple the names of its elements, or a collection those of its tuples. */
export async function nameItems(
  value: Value,
  names: readonly (string | undefined)[] | undefined,
  { runtime }: Pick<EvaluationContext, 'runtime'>,
): Promise<Value> {
  if (names === undefined) return value;
  if (value.kind === 'object') return { ...value, itemNames: names };
  if (value.kind !== 'struct') return value;
  const { fullName, generics } = await runtime.agent.typeInfo(value.type);
  // A collection may have names of other tuples too.
  const isTuple = fullName.startsWith('System.ValueTuple`') && generics.length === names.length;
  return isTuple && names.length < 8 ? { ...value, names } : value;
}
