import { checkRange, isArray, resolveIndex } from './arrays.ts';
import type { EvaluationContext } from '../context.ts';
import { itemsOf } from '../queries/items.ts';
import { text, type Value } from '../values/values.ts';

/** Methods that make a view of a part of an array or a string. Only the stack may have a span, so .NET returns none. */
const viewing = ['AsSpan', 'AsMemory'];

/**
 * Makes a span: a copy of the elements that it would show. Its methods that .NET's arrays don't have are called here
 * too; `undefined` for all other calls.
 */
export async function callOnSpan(
  of: Value,
  name: string,
  given: readonly Value[],
  context: EvaluationContext,
): Promise<Value | undefined> {
  const isView = viewing.includes(name);
  const isSource =
    of.kind === 'string' ||
    of.kind === 'sequence' ||
    (of.kind === 'object' && (await isArray(of, context)));
  if (!isSource || given.length > 2 || !given.every(({ kind }) => kind === 'number')) {
    return undefined;
  }
  const isSlice = name === 'Slice' && of.kind !== 'object';
  if (!isView && !isSlice) return undefined;
  const items = of.kind === 'string' ? undefined : await itemsOf(of, context);
  const length = of.kind === 'string' ? of.value.length : (items?.length ?? 0);
  const start = given[0] === undefined ? 0 : resolveIndex(given[0]);
  const end = given[1] === undefined ? length : start + resolveIndex(given[1]);
  checkRange(start, end, length);
  if (of.kind === 'string') return text(of.value.slice(start, end));
  return { kind: 'sequence', items: (items ?? []).slice(start, end) };
}
