import { describe } from './operations.ts';
import { castNumber, numberTypeNamed, truncate } from './values/conversions.ts';
import type { DecimalValue } from './values/decimals.ts';
import { EvaluationError, overflow } from './evaluationError.ts';
import type { EvaluationContext } from './context.ts';
import type { TypeName } from './syntax/expression.ts';
import { compare, type NumberValue } from './values/numbers.ts';
import { toNumber } from './values/operators.ts';
import type { Value } from './values/values.ts';

/** Whether `is` holds for a value and a type. */
export async function isOfType(
  value: Value,
  type: TypeName,
  context: EvaluationContext,
): Promise<boolean> {
  if (value.kind === 'null') return false;
  // A value of a nullable type has the type itself.
  return isInstance(value, await context.types.resolve({ ...type, isNullable: false }), context);
}

/** Whether a value that is not null can be assigned to a variable of a type. */
export async function isInstance(
  value: Value,
  type: number,
  { runtime }: EvaluationContext,
): Promise<boolean> {
  const object = await runtime.typeObject(type);
  const result = await runtime.reflection.use('call', object, 'IsInstanceOfType', [value]);
  return result?.kind === 'bool' && result.value;
}

/** Whether a cast to an integer or a char has changed more than the digits behind the point. */
function isCut(value: Value, cast: Value): boolean {
  const to = toNumber(cast);
  const from = value.kind === 'enum' ? value.value : toNumber(value);
  if (to?.kind !== 'number' || typeof to.value !== 'bigint' || from === undefined) return false;
  return compare(toWhole(from), to.value) !== 0;
}

function toWhole(number: NumberValue | DecimalValue): number | bigint {
  if (number.kind === 'decimal') return truncate(number);
  return typeof number.value === 'bigint' ? number.value : Math.trunc(number.value);
}

/** Casts a value. Throws an EvaluationError if C# would throw, or would not compile it. */
export async function castTo(
  value: Value,
  type: TypeName,
  context: EvaluationContext,
): Promise<Value> {
  const { agent, codec, reflection } = context.runtime;
  const wanted = await context.types.resolve({ ...type, isNullable: false });
  const info = await agent.typeInfo(wanted);
  if (value.kind === 'null') {
    if (type.isNullable || numberTypeNamed(info.fullName) === undefined) return value;
    throw new EvaluationError('Null cannot be cast to a value type');
  }
  const number = castNumber(value, info.fullName);
  if (number !== undefined) {
    // .NET checks casts of decimals in any case.
    const isChecked = context.isChecked || value.kind === 'decimal';
    if (isChecked && isCut(value, number)) throw overflow();
    return number;
  }
  if (info.isEnum && value.kind === 'number') return codec.enumValue(wanted, value);
  if (await isOfType(value, type, context)) return value;
  for (const owner of [wanted, await reflection.typeOf(value)]) {
    for (const name of ['op_Explicit', 'op_Implicit']) {
      const cast = await reflection
        .use('call', { type: owner }, name, [value])
        .catch(() => undefined);
      if (cast !== undefined && (await isOfType(cast, type, context))) return cast;
    }
  }
  const from = await describe(value, context);
  throw new EvaluationError(
    `Unable to cast ${from} to ${info.fullName}.`,
    'System.InvalidCastException',
  );
}
