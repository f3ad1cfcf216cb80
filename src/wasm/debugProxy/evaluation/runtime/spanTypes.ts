import { EvaluationError } from '../evaluationError.ts';
import type { Agent } from './agent.ts';

/** Whether a type is a Span or a ReadOnlySpan, by its full name. */
export function isSpan(fullName: string): boolean {
  return /^System\.(?:ReadOnly)?Span`1/.test(fullName);
}

/**
 * Throws an EvaluationError for a span. It can't be sent to the runtime, which would take the first element for the
 * place of the elements.
 */
export async function refuseSpan(type: number, agent: Agent): Promise<void> {
  if (isSpan((await agent.typeInfo(type)).fullName)) throw unknownItems();
}

export function unknownItems(): EvaluationError {
  return new EvaluationError(
    'Of a span in a variable, only the length and the first element are known; use the array or string that it shows',
  );
}
