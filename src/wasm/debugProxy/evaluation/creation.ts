import { memberPlace, setPlace } from './assignment.ts';
import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { callMember } from './members.ts';
import { describe } from './operations.ts';
import type { Expression } from './syntax/expression.ts';
import { simpleType } from './syntax/typeNames.ts';
import { castNumber } from './values/conversions.ts';
import { isReal, type NumberType, numberTypes, widens } from './values/numbers.ts';
import { nullValue, type Value } from './values/values.ts';

/** Sets the members of a new object, and adds its elements. */
export async function initialize(
  of: Value,
  initial: readonly Expression[],
  context: EvaluationContext,
): Promise<Value> {
  if (of.kind === 'struct' && initial.length > 0) {
    throw new EvaluationError(
      `${await describe(of, context)} is a value type, of which a copy would be changed`,
    );
  }
  for (const part of initial) {
    if (part.kind !== 'assign') {
      await callMember(of, 'Add', [await context.evaluate(part)], context);
    } else if (part.left.kind === 'name' && part.sign === '=') {
      const place = memberPlace(of, part.left.name, context);
      await setPlace(place, await context.evaluate(part.right), await place.get(), context);
    } else throw new EvaluationError('Only members can be set in an initializer');
  }
  return of;
}

/** A copy of a record, with other values. */
export async function copyRecord(
  of: Value,
  initial: readonly Expression[],
  context: EvaluationContext,
): Promise<Value> {
  const copy = await context.runtime.reflection.use('call', of, '<Clone>$');
  if (copy !== undefined) return initialize(copy, initial, context);
  throw new EvaluationError(`with is not supported for ${await describe(of, context)}`);
}

export async function createTuple(
  items: readonly Value[],
  { runtime, types }: EvaluationContext,
): Promise<Value> {
  const object = await types.resolve(simpleType('object'));
  const of: number[] = [];
  for (const item of items) {
    of.push(item.kind === nullValue.kind ? object : await runtime.reflection.typeOf(item));
  }
  const type = items.length > 7 ? undefined : await types.constructed('System.ValueTuple', of);
  if (type === undefined) throw new EvaluationError('The tuple cannot be created here');
  return runtime.reflection.create(type, items);
}

/** An array of `new[] { … }`. If it has numbers, one must have a type to which C# converts all others. */
export function createArray(items: readonly Value[]): Value {
  const types = items.flatMap((item) => (item.kind === 'number' ? [item.type] : []));
  if (types.length === 0) return { kind: 'sequence', items };
  const isDecimal = items.some(({ kind }) => kind === 'decimal');
  const common = isDecimal ? getDecimalType(types) : commonType(types);
  if (common === undefined) throw new EvaluationError('The numbers have no common type');
  return { kind: 'sequence', items: items.map((item) => castNumber(item, common) ?? item) };
}

function getDecimalType(types: readonly NumberType[]): string | undefined {
  return types.some((type) => isReal(type)) ? undefined : 'System.Decimal';
}

function commonType(types: readonly NumberType[]): string | undefined {
  const common = types.find((one) => types.every((other) => widens(other, one)));
  return common && numberTypes[common].dotnet;
}
