import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { int, type Value } from '../values/values.ts';

/** A query of a collection. */
export interface Query {
  /** What is queried. */
  readonly of: Value;
  readonly items: readonly Value[];
  readonly given: readonly Value[];
  readonly context: EvaluationContext;
}

/** The elements for which the lambda is true; all of them without one. */
export async function filterItems(query: Query): Promise<readonly Value[]> {
  const kept = await decisions(query);
  return query.items.filter((_, index) => kept[index]);
}

/** For which elements the lambda is true. */
export async function decisions({ context, given, items }: Query): Promise<readonly boolean[]> {
  const [lambda] = given;
  const found: boolean[] = [];
  for (const [index, item] of items.entries()) {
    if (lambda !== undefined) {
      const isKept = await context.call(lambda, [item, int(index)]);
      if (isKept.kind !== 'bool') throw new EvaluationError('The lambda must return a bool');
      found.push(isKept.value);
    } else found.push(true);
  }
  return found;
}

/** What a lambda returns for the elements: the first one of the arguments, unless another is chosen. */
export async function mapItems(
  { context, given, items }: Query,
  lambda = given[0],
): Promise<readonly Value[]> {
  if (lambda === undefined) return items;
  const values: Value[] = [];
  for (const [index, item] of items.entries()) {
    values.push(await context.call(lambda, [item, int(index)]));
  }
  return values;
}

/** The element that was found. Throws as .NET does if there is none. */
export function needed(value: Value | undefined, { items }: Pick<Query, 'items'>): Value {
  if (value !== undefined) return value;
  throw new EvaluationError(
    items.length === 0 ? 'Sequence contains no elements' : 'Sequence contains no matching element',
    'System.InvalidOperationException',
  );
}

export function numberOf(value: Value | undefined): number {
  if (value?.kind === 'number') return Number(value.value);
  throw new EvaluationError('A number is needed');
}

export function sequence(items: readonly Value[]): Value {
  return { kind: 'sequence', items };
}
