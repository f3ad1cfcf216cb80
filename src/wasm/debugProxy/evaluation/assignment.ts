import { describe, calculate } from './operations.ts';
import { assignable, castNumber } from './values/conversions.ts';
import { EvaluationError } from './evaluationError.ts';
import type { EvaluationContext } from './context.ts';
import type { Variable } from './runtime/variable.ts';
import { isInstance } from './casts.ts';
import { findUnderlying } from './nullables.ts';
import { findPlace } from './places.ts';
import { convert } from './values/numbers.ts';
import { applyOperator } from './values/operators.ts';
import type { Expression } from './syntax/expression.ts';
import { nullValue, type Value } from './values/values.ts';

/** Assigns a value, and returns what the page has afterwards. Throws an EvaluationError if that is not the value. */
export async function assign(
  { left, right, sign, yields }: Extract<Expression, { kind: 'assign' }>,
  context: EvaluationContext,
): Promise<Value> {
  const place = await findPlace(left, context);
  const isElement = left.kind === 'index' && sign === '=';
  // A collection may get the element by the assignment.
  const present = await (isElement ? place.get().catch(orNull) : place.get());
  if (sign === '??=' && present.kind !== 'null') return present;
  const given = await context.evaluate(right);
  const isPlain = sign === '=' || sign === '??=';
  const value = isPlain ? given : await calculate(sign.slice(0, -1), present, given, context);
  const found = await setPlace(place, value, present, context);
  return yields === 'before' ? present : found;
}

function orNull(error: unknown): Value {
  if (error instanceof EvaluationError) return nullValue;
  throw error;
}

/** Sets a variable, a member or an element, and reads it back. */
export async function setPlace(
  place: Variable,
  value: Value,
  present: Value,
  context: EvaluationContext,
): Promise<Value> {
  const converted = assignable(value, await findReplaced(place, value, present, context));
  if (place.type !== undefined) await checkType(converted, place.type, present, context);
  await place.set(converted);
  const found = await place.get();
  if (await isSame(found, converted, context)) return found;
  throw new EvaluationError('The value was set, but reading it back gives another one');
}

/** What the value replaces, where it decides the conversion: of a nullable type that has none, a number of the type. */
async function findReplaced(
  { type }: Variable,
  value: Value,
  present: Value,
  context: EvaluationContext,
): Promise<Value> {
  const { runtime } = context;
  if (type === undefined) return present;
  if (!(await runtime.agent.isValueType(type))) return nullValue;
  const inner = await findUnderlying(type, context);
  if (value.kind === 'null') return inner === undefined ? present : value;
  if (present.kind !== 'null') return present;
  const { fullName } = await runtime.agent.typeInfo(inner ?? type);
  return castNumber(convert(0n, 'int'), fullName) ?? present;
}

/** The runtime doesn't check what it puts into a variable. */
async function checkType(
  value: Value,
  type: number,
  present: Value,
  context: EvaluationContext,
): Promise<void> {
  const { fullName } = await context.runtime.agent.typeInfo(type);
  const isValueType = await context.runtime.agent.isValueType(type);
  const isText = value.kind === 'string' && fullName === 'System.String';
  const isNumber = value.kind === 'number' || !('type' in value);
  const isSimple = isText || (isValueType && isNumber && value.kind === present.kind);
  const inner = await findUnderlying(type, context);
  if (isSimple || (inner !== undefined && value.kind === 'null')) return;
  const isRight =
    value.kind === 'null' ? !isValueType : await isInstance(value, inner ?? type, context);
  if (isRight) return;
  throw new EvaluationError(
    `A value of type ${await describe(value, context)} cannot be assigned to a variable of type ${fullName}`,
  );
}

async function isSame(one: Value, other: Value, context: EvaluationContext): Promise<boolean> {
  if (one.kind === 'null' || other.kind === 'null') return one.kind === other.kind;
  if (one.kind === 'struct' && other.kind === 'struct') return one.bytes.equals(other.bytes);
  if (one.kind === 'object' && other.kind === 'object') return one.id === other.id;
  if (one.kind === 'number' && other.kind === 'number' && one.type === other.type) {
    return Object.is(one.value, other.value);
  }
  if (one.kind === 'char' && other.kind === 'char') return one.value === other.value;
  const equal = applyOperator('==', one, other) ?? (await calculate('==', one, other, context));
  return equal.kind === 'bool' && equal.value;
}
