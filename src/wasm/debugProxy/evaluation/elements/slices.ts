import { checkRange, evaluateIndexes, isArray, resolveIndex } from './arrays.ts';
import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { lengthOf } from '../members.ts';
import { describe } from '../operations.ts';
import { itemsOf } from '../queries/items.ts';
import type { Expression } from '../syntax/expression.ts';
import { int, text, type Value } from '../values/values.ts';

/** The elements in a range of a string or an array. */
export async function slice(
  of: Value,
  { end, start }: Extract<Expression, { kind: 'range' }>,
  context: EvaluationContext,
): Promise<Value> {
  const length = await lengthOf(of, context);
  const last: Expression = { kind: 'literal', value: int(resolveIndex(length)) };
  const first: Expression = { kind: 'literal', value: int(0) };
  const sides = [start ?? first, end ?? last];
  const [from, to] = await evaluateIndexes(sides, async () => length, context);
  const [begin, stop] = [resolveIndex(from), resolveIndex(to)];
  checkRange(begin, stop, resolveIndex(length));
  if (of.kind === 'string') return text(of.value.slice(begin, stop));
  if (of.kind === 'sequence' || (of.kind === 'object' && (await isArray(of, context)))) {
    return { kind: 'sequence', items: (await itemsOf(of, context)).slice(begin, stop) };
  }
  const given = [int(begin), int(stop - begin)];
  const part = await context.runtime.reflection.use('call', of, 'Slice', given);
  if (part !== undefined) return part;
  throw new EvaluationError(`${await describe(of, context)} has no ranges`);
}
