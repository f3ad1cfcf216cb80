import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { callMember } from './members.ts';
import type { Value } from './values/values.ts';

/** Calls a method of `this` or of its type, or the delegate in a variable. */
export async function callNamed(
  name: string,
  given: readonly Value[],
  context: EvaluationContext,
): Promise<Value> {
  const { frame, runtime, types } = context;
  const variable = await frame.variable(name);
  if (variable !== undefined) return callMember(await variable.get(), 'Invoke', given, context);
  const self = await (await frame.variable('this'))?.get();
  const called = self && (await runtime.reflection.use('call', self, name, given));
  if (called !== undefined) return called;
  const type = await types.declaring();
  const shared = await runtime.reflection.use('call', { type }, name, given);
  if (shared !== undefined) return shared;
  throw new EvaluationError(`There is no method ${name} for these arguments`);
}
