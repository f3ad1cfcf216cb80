import { EvaluationError } from '../evaluationError.ts';
import type { EvaluationContext } from '../context.ts';
import { itemsOf } from '../queries/items.ts';
import { allMembers } from '../runtime/reflection.ts';
import { text, type Value } from '../values/values.ts';
import { type Call, callMethod } from './methodCalls.ts';

/** Of System.Reflection.MemberTypes. */
const methods = 8;

/**
 * Calls a local function of the method, which the compiler makes a method with another name; `undefined` if there is
 * none. Throws an EvaluationError if it captures variables, which it gets by reference.
 */
export async function callLocalFunction(
  call: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const { frame, runtime, types } = context;
  const { reflection } = runtime;
  const type = await types.declaring();
  const given = [
    text(`<${await frame.writtenName()}>g__${call.name}|*`),
    await runtime.enumValue('System.Reflection.MemberTypes', methods),
    await runtime.enumValue('System.Reflection.BindingFlags', allMembers),
  ];
  const found = await reflection.use('call', await runtime.typeObject(type), 'GetMember', given);
  const [member, ...others] = found === undefined ? [] : await itemsOf(found, context);
  if (others.length > 0) {
    throw new EvaluationError(`There are several local functions ${call.name}`);
  }
  const name = member && (await reflection.use('get', member, 'Name'));
  if (name?.kind !== 'string') return undefined;
  const self = await (await frame.variable('this'))?.get();
  const made = await callMethod(self ?? { type }, { ...call, name: name.value }, context);
  if (made !== undefined) return made;
  throw new EvaluationError(
    `The local function ${call.name} captures variables or takes other arguments, so it cannot be called here`,
  );
}
