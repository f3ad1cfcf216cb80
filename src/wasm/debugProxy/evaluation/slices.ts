import { evaluateIndexes, isArray, resolveIndex } from './arrays.ts';
import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { lengthOf } from './members.ts';
import { describe } from './operations.ts';
import { itemsOf } from './queries.ts';
import type { Expression } from './syntax/expression.ts';
import { int, text, type Value } from './values/values.ts';

/** The elements in a range of a string or an array. */
export async function slice(
  of: Value,
  { end, start }: Extract<Expression, { kind: 'range' }>,
  context: EvaluationContext,
): Promise<Value> {
  const isSliceable =
    of.kind === 'string' ||
    of.kind === 'sequence' ||
    (of.kind === 'object' && (await isArray(of, context)));
  if (!isSliceable) {
    throw new EvaluationError(`${await describe(of, context)} has no ranges that are known here`);
  }
  const length = await lengthOf(of, context);
  const last: Expression = { kind: 'literal', value: int(resolveIndex(length)) };
  const first: Expression = { kind: 'literal', value: int(0) };
  const sides = [start ?? first, end ?? last];
  const [from, to] = await evaluateIndexes(sides, async () => length, context);
  const [begin, stop] = [resolveIndex(from), resolveIndex(to)];
  if (begin < 0 || begin > stop || stop > resolveIndex(length)) {
    throw new EvaluationError(
      'Specified argument was out of the range of valid values.',
      'System.ArgumentOutOfRangeException',
    );
  }
  if (of.kind === 'string') return text(of.value.slice(begin, stop));
  return { kind: 'sequence', items: (await itemsOf(of, context)).slice(begin, stop) };
}
