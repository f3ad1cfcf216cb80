import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import type { TypeName } from './syntax/expression.ts';
import { castNumber } from './values/conversions.ts';
import { convert } from './values/numbers.ts';
import { bool, nullValue, type Value } from './values/values.ts';

/** The value of `default(T)`. */
export async function defaultOfNamed(type: TypeName, context: EvaluationContext): Promise<Value> {
  if (type.isNullable && type.ranks.length === 0) {
    await context.types.resolve(type);
    return nullValue;
  }
  return defaultOf(await context.types.resolve(type), context);
}

/** The value that variables of a type have at first. */
export async function defaultOf(type: number, context: EvaluationContext): Promise<Value> {
  const { agent, codec, reflection } = context.runtime;
  const { fullName, isEnum } = await agent.typeInfo(type);
  if (fullName === 'System.Boolean') return bool(false);
  const zero = convert(0n, 'int');
  if (isEnum) return codec.enumValue(type, zero);
  const number = castNumber(zero, fullName);
  if (number !== undefined) return number;
  const bases = await Promise.all((await agent.parents(type)).map((of) => agent.typeInfo(of)));
  if (bases.every((base) => base.fullName !== 'System.ValueType')) return nullValue;
  if (fullName.startsWith('System.Nullable`1')) return nullValue;
  const helpers = await agent.findType('System.Runtime.CompilerServices.RuntimeHelpers');
  const made =
    helpers === undefined
      ? undefined
      : await reflection.use('call', { type: helpers }, 'GetUninitializedObject', [
          await context.runtime.typeObject(type),
        ]);
  if (made !== undefined) return made;
  throw new EvaluationError(`The default of ${fullName} is not known here`);
}

/** The default of the type that a value has, with which it is compared. */
export async function defaultLike(value: Value, context: EvaluationContext): Promise<Value> {
  if (value.kind === 'null' || value.kind === 'string' || value.kind === 'object') return nullValue;
  return defaultOf(await context.runtime.reflection.typeOf(value), context);
}
