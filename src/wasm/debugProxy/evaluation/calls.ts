import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { callGeneric } from './genericCalls.ts';
import { callMember } from './members.ts';
import type { Value } from './values/values.ts';

/** Calls a method of `this` or of its type, or the delegate in a variable. */
export async function callNamed(
  name: string,
  given: readonly Value[],
  typeArguments: readonly number[],
  context: EvaluationContext,
): Promise<Value> {
  const { frame, runtime, types } = context;
  const variable = await frame.variable(name);
  if (variable !== undefined) return callMember(await variable.get(), 'Invoke', given, context);
  const self = await (await frame.variable('this'))?.get();
  const type = await types.declaring();
  const call = { name, given, types: typeArguments };
  for (const owner of self === undefined ? [{ type }] : [self, { type }]) {
    const isPlain = typeArguments.length === 0;
    const called = isPlain ? await runtime.reflection.use('call', owner, name, given) : undefined;
    const found = called ?? (await callGeneric(owner, call, context));
    if (found !== undefined) return found;
  }
  throw new EvaluationError(`There is no method ${name} for these arguments`);
}
