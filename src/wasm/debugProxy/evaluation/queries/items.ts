import { isArray } from '../elements/arrays.ts';
import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { describe } from '../operations.ts';
import { nameItems } from '../elements/itemNames.ts';
import type { ObjectValue, Value } from '../values/values.ts';

/** How many elements a query reads at most. */
const maxItems = 1_000;

/** The elements of a collection. */
export async function itemsOf(of: Value, context: EvaluationContext): Promise<readonly Value[]> {
  if (of.kind === 'sequence') return of.items;
  if (of.kind === 'string') {
    return Array.from(of.value.split(''), (value) => ({ kind: 'char', value }) as const);
  }
  const array = await toArray(of, context);
  const [length = 0, ...others] = await context.runtime.arrayLengths(array);
  if (others.length > 0) throw new EvaluationError('The array has more than one dimension');
  checkLength(length);
  const positions = Array.from({ length }, (_, position) => position);
  const names = of.kind === 'object' ? of.itemNames : undefined;
  return Promise.all(
    positions.map(async (position) =>
      nameItems(await context.runtime.arrayItem(array, position), names, context),
    ),
  );
}

/** Throws an EvaluationError if there are more elements than queries read. */
export function checkLength(length: number): void {
  if (length > maxItems) {
    throw new EvaluationError(`The collection has more than ${maxItems} elements`);
  }
}

/** A copy of a collection, made by the page. */
async function toArray(of: Value, context: EvaluationContext): Promise<ObjectValue> {
  if (of.kind === 'object' && (await isArray(of, context))) return of;
  const { runtime } = context;
  const type = await runtime.reflection.typeOf(of);
  const element = await runtime.elementType(type);
  const array =
    element === undefined ? undefined : await runtime.copyToArray(of, element, maxItems + 1);
  if (array?.kind === 'object') return array;
  throw new EvaluationError(`${await describe(of, context)} cannot be enumerated here`);
}
