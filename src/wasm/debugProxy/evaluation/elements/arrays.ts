import { EvaluationError } from '../evaluationError.ts';
import type { EvaluationContext } from '../context.ts';
import type { Expression } from '../syntax/expression.ts';
import { int, type Value } from '../values/values.ts';

export async function isArray(
  { type }: { readonly type: number },
  { runtime }: EvaluationContext,
): Promise<boolean> {
  return (await runtime.agent.typeInfo(type)).isArray;
}

/** The number of an integer index. */
export function resolveIndex(index: Value | undefined): number {
  if (index?.kind === 'number' && typeof index.value === 'bigint') return Number(index.value);
  throw new EvaluationError('An index must be an integer');
}

/** The values of indexes; the length of the collection is asked for where one counts from the end. */
export async function evaluateIndexes(
  indexes: readonly Expression[],
  length: () => Promise<Value>,
  context: EvaluationContext,
): Promise<readonly Value[]> {
  const values: Value[] = [];
  for (const index of indexes) {
    const isFromEnd = index.kind === 'fromEnd';
    const value = await context.evaluate(isFromEnd ? index.of : index);
    const start = isFromEnd ? resolveIndex(await length()) : 0;
    values.push(isFromEnd ? int(start - resolveIndex(value)) : value);
  }
  return values;
}

/** Throws as .NET does if a range isn't within the elements. */
export function checkRange(start: number, end: number, length: number): void {
  if (start >= 0 && start <= end && end <= length) return;
  throw new EvaluationError(
    'Specified argument was out of the range of valid values.',
    'System.ArgumentOutOfRangeException',
  );
}
