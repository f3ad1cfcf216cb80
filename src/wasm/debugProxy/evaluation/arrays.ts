import { EvaluationError } from './evaluationError.ts';
import type { EvaluationContext } from './context.ts';
import type { Value } from './values/values.ts';

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
