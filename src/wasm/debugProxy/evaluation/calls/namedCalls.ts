import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { callLocalFunction } from './localFunctions.ts';
import { callMethod } from './methodCalls.ts';
import { callInPlace } from './structCalls.ts';
import { callMember } from '../members.ts';
import { resolveMember } from '../names.ts';
import type { Value } from '../values/values.ts';

/** Calls a method of `this` or of its type, or the delegate in a variable. */
export async function callNamed(
  name: string,
  given: readonly Value[],
  typeArguments: readonly number[],
  context: EvaluationContext,
): Promise<Value> {
  const { frame, types } = context;
  const variable = await frame.variable(name);
  if (variable !== undefined) return callMember(await variable.get(), 'Invoke', given, context);
  const self = await (await frame.variable('this'))?.get();
  const type = await types.declaring();
  const call = { name, given, types: typeArguments };
  const changed = self && (await callInPlace({ kind: 'this' }, self, call, context));
  if (changed !== undefined) return changed;
  for (const owner of self === undefined ? [{ type }] : [self, { type }]) {
    const found = await callMethod(owner, call, context);
    if (found !== undefined) return found;
  }
  const local = await callLocalFunction(call, context);
  if (local !== undefined) return local;
  // A delegate in a field or a property.
  const member = await resolveMember(name, context);
  if (member?.kind === 'object') return callMember(member, 'Invoke', given, context);
  throw new EvaluationError(`There is no method ${name} for these arguments`);
}
