import { resolveIndex } from './elements/arrays.ts';
import { setPlace } from './assignment.ts';
import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { callMember } from './members.ts';
import { describe } from './operations.ts';
import { elementPlace, memberPlace } from './places.ts';
import { itemsOf } from './queries/items.ts';
import { runQuery } from './queries/queryExpression.ts';
import type { Variable } from './runtime/variable.ts';
import { structMemberPlace, type StructValue } from './structs.ts';
import type { Expression } from './syntax/expression.ts';
import { simpleType } from './syntax/typeNames.ts';
import { castNumber } from './values/conversions.ts';
import { isReal, type NumberType, numberTypes, widens } from './values/numbers.ts';
import { int, nullValue, type Value } from './values/values.ts';

/** Expressions that make a value of others. */
export type Creation = Extract<
  Expression,
  {
    readonly kind:
      | 'new'
      | 'with'
      | 'tuple'
      | 'array'
      | 'newArray'
      | 'anonymous'
      | 'query'
      | 'spread'
      | 'element'
      | 'defaultLiteral'
      | 'fromEnd'
      | 'range';
  }
>;

export async function createValue(
  expression: Creation,
  context: EvaluationContext,
): Promise<Value> {
  switch (expression.kind) {
    case 'new': {
      const type = await context.types.resolve(expression.type);
      const given = await evaluateAll(expression.given, context);
      const created = await context.runtime.reflection.create(type, given);
      return initialize(created, expression.initial, context);
    }
    case 'with':
      return copyRecord(await context.evaluate(expression.of), expression.initial, context);
    case 'tuple':
      return createTuple(await evaluateAll(expression.items, context), expression.names, context);
    case 'array':
      return createArray(expression, context);
    case 'newArray':
      return createEmptyArray(expression, context);
    case 'anonymous':
      return createAnonymous(expression, context);
    case 'query':
      return runQuery(expression, context);
    case 'defaultLiteral':
      throw new EvaluationError('default needs a type here, as in default(int)');
    case 'element':
      throw new EvaluationError('Elements in braces are supported in an initializer only');
    default:
      throw new EvaluationError('^ and .. are supported in an index only');
  }
}

/** Sets the members of a new object, and adds its elements. */
export async function initialize(
  of: Value,
  initial: readonly Expression[],
  context: EvaluationContext,
): Promise<Value> {
  if (of.kind === 'struct') return initializeStruct(of, initial, context);
  for (const part of initial) await initializePart(of, part, context);
  return of;
}

/** Each member that is set makes another copy. */
async function initializeStruct(
  of: StructValue,
  initial: readonly Expression[],
  context: EvaluationContext,
): Promise<Value> {
  let made: StructValue = of;
  for (const part of initial) {
    if (part.kind !== 'assign' || part.left.kind !== 'name' || part.sign !== '=') {
      throw new EvaluationError(
        `${await describe(of, context)} is a value type, of which only members can be set`,
      );
    }
    const { name } = part.left;
    const variable: Variable = {
      get: async () => made,
      set: async (value) => void (made = value.kind === 'struct' ? value : made),
    };
    const place = await structMemberPlace(variable, made, name, context);
    await setPlace(place, await context.evaluate(part.right), await place.get(), context);
  }
  return made;
}

async function initializePart(
  of: Value,
  part: Expression,
  context: EvaluationContext,
): Promise<void> {
  if (part.kind === 'element') {
    await callMember(of, 'Add', await evaluateAll(part.given, context), context);
    return;
  }
  if (part.kind !== 'assign') {
    await callMember(of, 'Add', [await context.evaluate(part)], context);
    return;
  }
  const { left, right, sign } = part;
  if (sign === '=' && left.kind === 'name') {
    const place = await memberPlace(of, left.name, context);
    await setPlace(place, await context.evaluate(right), await place.get(), context);
  } else if (sign === '=' && left.kind === 'array') {
    // `[key] = value`.
    const place = await elementPlace(of, await evaluateAll(left.items, context), context);
    await setPlace(place, await context.evaluate(right), nullValue, context);
  } else throw new EvaluationError('Only members and elements can be set in an initializer');
}

async function evaluateAll(
  expressions: readonly Expression[],
  context: EvaluationContext,
): Promise<readonly Value[]> {
  const values: Value[] = [];
  for (const one of expressions) {
    if (one.kind === 'spread') {
      values.push(...(await itemsOf(await context.evaluate(one.of), context)));
    } else values.push(await context.evaluate(one));
  }
  return values;
}

/** A copy of a record, with other values. */
async function copyRecord(
  of: Value,
  initial: readonly Expression[],
  context: EvaluationContext,
): Promise<Value> {
  if (of.kind === 'struct') return initializeStruct(of, initial, context);
  const copy = await context.runtime.reflection.use('call', of, '<Clone>$');
  if (copy !== undefined) return initialize(copy, initial, context);
  throw new EvaluationError(`with is not supported for ${await describe(of, context)}`);
}

async function createTuple(
  items: readonly Value[],
  names: readonly (string | undefined)[],
  { runtime, types }: EvaluationContext,
): Promise<Value> {
  const object = await types.resolve(simpleType('object'));
  const of: number[] = [];
  for (const item of items) {
    of.push(item.kind === nullValue.kind ? object : await runtime.reflection.typeOf(item));
  }
  const type = items.length > 7 ? undefined : await types.constructed('System.ValueTuple', of);
  if (type === undefined) throw new EvaluationError('The tuple cannot be created here');
  const made = await runtime.reflection.create(type, items);
  return made.kind === 'struct' ? { ...made, names } : made;
}

async function createAnonymous(
  { members }: Extract<Expression, { kind: 'anonymous' }>,
  context: EvaluationContext,
): Promise<Value> {
  const found = new Map<string, Value>();
  for (const { name, value } of members) found.set(name, await context.evaluate(value));
  return { kind: 'anonymous', members: found };
}

/** `new T[length]`. */
async function createEmptyArray(
  { element, length }: Extract<Expression, { kind: 'newArray' }>,
  context: EvaluationContext,
): Promise<Value> {
  const count = resolveIndex(await context.evaluate(length));
  return context.runtime.reflection.emptyArray(await context.types.resolve(element), count);
}

/** An array of elements. */
async function createArray(
  { element, items }: Extract<Expression, { kind: 'array' }>,
  context: EvaluationContext,
): Promise<Value> {
  const values = await evaluateAll(items, context);
  if (element === undefined) return arrayOf(values);
  const type = await context.types.resolve(element);
  const { runtime } = context;
  const array = await runtime.reflection.emptyArray(type, values.length);
  for (const [index, value] of values.entries()) {
    const place = await elementPlace(array, [int(index)], context);
    await setPlace(place, value, await place.get(), context);
  }
  return array;
}

/** An array without a type. If it has numbers, one must have a type to which C# converts all others. */
function arrayOf(items: readonly Value[]): Value {
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
