import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { callMember, getMember } from './members.ts';
import { describe } from './operations.ts';
import { nullValue, type Value } from './values/values.ts';

/** The type of the result of a task without one. */
const noResult = 'System.Threading.Tasks.VoidTaskResult';

/**
 * The result of a task, or of what else can be awaited. It must have completed: the thread that would complete it is
 * the one that is paused.
 */
export async function awaitCompleted(of: Value, context: EvaluationContext): Promise<Value> {
  if (of.kind === 'null') {
    throw new EvaluationError(
      'Object reference not set to an instance of an object.',
      'System.NullReferenceException',
    );
  }
  const awaiter = await callMember(of, 'GetAwaiter', [], context);
  const isCompleted = await getMember(awaiter, 'IsCompleted', context);
  if (isCompleted.kind !== 'bool' || !isCompleted.value) {
    const type = await describe(of, context);
    throw new EvaluationError(
      `The ${type} has not completed, and it cannot while the page is stopped`,
    );
  }
  const result = await callMember(awaiter, 'GetResult', [], context);
  const isNone = result.kind === 'struct' && (await describe(result, context)) === noResult;
  return isNone ? nullValue : result;
}
