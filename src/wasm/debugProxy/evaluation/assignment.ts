import { describe, calculate } from './operations.ts';
import { assignable, castNumber } from './values/conversions.ts';
import { EvaluationError, nullReference } from './evaluationError.ts';
import type { EvaluationContext } from './context.ts';
import type { Agent } from './runtime/agent.ts';
import type { Variable } from './runtime/variable.ts';
import { evaluateIndexes, isArray, resolveIndex } from './elements/arrays.ts';
import { isInstance } from './casts.ts';
import { getIndex, getMember, lengthOf } from './members.ts';
import { resolveTypePath } from './names.ts';
import { structMemberPlace } from './structs.ts';
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
  { runtime }: EvaluationContext,
): Promise<Value> {
  if (type === undefined) return present;
  const [inner] = await findUnderlying(type, runtime.agent);
  if (value.kind === 'null') return inner === undefined ? present : value;
  if (present.kind !== 'null') return present;
  const { fullName } = await runtime.agent.typeInfo(inner ?? type);
  return castNumber(convert(0n, 'int'), fullName) ?? present;
}

/** The type of which a type is the nullable one. */
async function findUnderlying(type: number, agent: Agent): Promise<readonly number[]> {
  const { fullName, generics } = await agent.typeInfo(type);
  return fullName.startsWith('System.Nullable`1') ? generics : [];
}

/** The runtime doesn't check what it puts into a variable. */
async function checkType(
  value: Value,
  type: number,
  present: Value,
  context: EvaluationContext,
): Promise<void> {
  const { fullName } = await context.runtime.agent.typeInfo(type);
  const isSimple = value.kind === present.kind && !('type' in value && value.kind !== 'number');
  const [inner] = await findUnderlying(type, context.runtime.agent);
  if (isSimple || (inner !== undefined && value.kind === 'null')) return;
  const isRight =
    value.kind === 'null' ? isNullable(present) : await isInstance(value, inner ?? type, context);
  if (isRight) return;
  throw new EvaluationError(
    `A value of type ${await describe(value, context)} cannot be assigned to a variable of type ${fullName}`,
  );
}

/** Whether a variable that has this value can be null. */
function isNullable({ kind }: Value): boolean {
  return kind === 'null' || kind === 'object' || kind === 'string';
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

/** What an expression on the left of `=` means. */
async function findPlace(left: Expression, context: EvaluationContext): Promise<Variable> {
  switch (left.kind) {
    case 'name':
      return findNamedPlace(left.name, context);
    case 'member':
      return findMemberPlace(await findOwner(left.of, context), left.name, context);
    case 'index':
      return findElementPlace(left, context);
    default:
      throw new EvaluationError('The left side of an assignment must be a variable or a member');
  }
}

/** What has the member that is assigned. It is evaluated once. */
interface Owner {
  readonly value: Value;
  /** Where it is: a value type is replaced as a whole. */
  place(): Promise<Variable>;
}

async function findOwner(of: Expression, context: EvaluationContext): Promise<Owner> {
  const owner = await readOwner(of, context);
  if (owner.value.kind === 'null') throw nullReference();
  return owner;
}

async function readOwner(of: Expression, context: EvaluationContext): Promise<Owner> {
  if (of.kind === 'member' && (await resolveTypePath(of, context)) === undefined) {
    const owner = await findOwner(of.of, context);
    const value = await getMember(owner.value, of.name, context);
    return { value, place: () => findMemberPlace(owner, of.name, context) };
  }
  if (of.kind === 'index' && of.indexes.every(({ kind }) => kind !== 'range')) {
    const place = await findElementPlace(of, context);
    return { value: await place.get(), place: async () => place };
  }
  return { value: await context.evaluate(of), place: () => findPlace(of, context) };
}

async function findMemberPlace(
  owner: Owner,
  name: string,
  context: EvaluationContext,
): Promise<Variable> {
  const { value } = owner;
  if (value.kind !== 'struct') return memberPlace(value, name, context);
  return structMemberPlace(await owner.place(), value, name, context);
}

async function findElementPlace(
  { indexes, of: list }: Extract<Expression, { kind: 'index' }>,
  context: EvaluationContext,
): Promise<Variable> {
  const of = await context.evaluate(list);
  const found = await evaluateIndexes(indexes, () => lengthOf(of, context), context);
  return elementPlace(of, found, context);
}

async function findNamedPlace(name: string, context: EvaluationContext): Promise<Variable> {
  if (context.variables.has(name)) {
    throw new EvaluationError(`${name} is a variable of the expression, which cannot be assigned`);
  }
  const variable = await context.frame.variable(name);
  if (variable !== undefined) return variable;
  const self = await (await context.frame.variable('this'))?.get();
  const { reflection } = context.runtime;
  if (self !== undefined && (await reflection.use('get', self, name)) !== undefined) {
    return memberPlace(self, name, context);
  }
  const type = await context.types.declaring();
  if ((await reflection.use('get', { type }, name)) !== undefined) {
    return memberPlace({ kind: 'type', type, name }, name, context);
  }
  throw new EvaluationError(`The name ${name} does not exist in the current context`);
}

/** A field or a property of a value. */
export function memberPlace(of: Value, name: string, context: EvaluationContext): Variable {
  if (of.kind === 'struct') {
    throw new EvaluationError(`${name} is a member of a copy, since its owner is a value type`);
  }
  return {
    get: () => getMember(of, name, context),
    set: async (value) => {
      const done = await context.runtime.reflection.use('set', of, name, [value]);
      if (done === undefined) throw new EvaluationError(`${name} is read-only`);
    },
  };
}

/** An element of an array or a collection. */
export async function elementPlace(
  of: Value,
  indexes: readonly Value[],
  context: EvaluationContext,
): Promise<Variable> {
  const get = (): Promise<Value> => getIndex(of, indexes, context);
  const { runtime } = context;
  if (of.kind === 'object' && (await isArray(of, context))) {
    const position = await runtime.arrayPosition(of, indexes.map(resolveIndex));
    const { element } = await runtime.agent.typeInfo(of.type);
    return { get, set: (value) => runtime.setArrayItem(of, position, value), type: element };
  }
  return {
    get,
    set: async (value) => {
      const done = await runtime.reflection.use('call', of, 'set_Item', [...indexes, value]);
      if (done === undefined) throw new EvaluationError('The element is read-only');
    },
  };
}
