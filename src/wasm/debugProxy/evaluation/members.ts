import { describe, textOf } from './operations.ts';
import { EvaluationError } from './evaluationError.ts';
import type { EvaluationContext } from './context.ts';
import { isArray, resolveIndex } from './arrays.ts';
import { callAppExtension, callExtension } from './calls/extensions.ts';
import { callMethod } from './calls/methodCalls.ts';
import { callQuery, isQuery, itemsOf } from './queries.ts';
import { bool, int, text, type Value } from './values/values.ts';

/** The value of a field or a property. */
export async function getMember(
  of: Value,
  name: string,
  context: EvaluationContext,
): Promise<Value> {
  if (of.kind === 'string' && name === 'Length') return int(of.value.length);
  if (of.kind === 'sequence' && (name === 'Length' || name === 'Count')) {
    return int(of.items.length);
  }
  const value = await context.runtime.reflection.use('get', of, name);
  if (value !== undefined) return value;
  // The value of a nullable type that has one.
  const isValue = of.kind !== 'object' && of.kind !== 'type' && of.kind !== 'string';
  if (isValue && name === 'HasValue') return bool(true);
  if (isValue && name === 'Value') return of;
  throw await noMember(of, name, context);
}

async function noMember(
  of: Value,
  name: string,
  context: EvaluationContext,
): Promise<EvaluationError> {
  const type = of.kind === 'type' ? of.name : await describe(of, context);
  if (!type.startsWith('System.ValueTuple')) {
    return new EvaluationError(`${type} does not contain a definition for ${name}`);
  }
  return new EvaluationError(
    `The names of this tuple's elements are not known at run time; use Item1, Item2 instead of ${name}`,
  );
}

/** Calls a method, a query or an extension method. */
export async function callMember(
  of: Value,
  name: string,
  given: readonly Value[],
  context: EvaluationContext,
  types: readonly number[] = [],
): Promise<Value> {
  const joined = await joinTexts(of, name, given, context);
  if (joined !== undefined) return joined;
  const isHere = of.kind === 'sequence' || given.some(({ kind }) => kind === 'lambda');
  const call = { name, given, types };
  if (!isHere) {
    const called = await callMethod(of, call, context);
    if (called !== undefined) return called;
  }
  const isExtended = of.kind !== 'type' && !given.some(({ kind }) => kind === 'lambda');
  if (isQuery(name, given.length) && of.kind !== 'type') {
    // Methods for strings precede those for sequences of characters.
    const isText = of.kind === 'string' && isExtended;
    const own = isText ? await callAppExtension(of, call, context) : undefined;
    return own ?? callQuery(name, of, given, context);
  }
  const extended = isExtended ? await callExtension(of, call, context) : undefined;
  if (extended !== undefined) return extended;
  if (isHere) {
    throw new EvaluationError(`${name} cannot be called with a lambda at a stop`);
  }
  const type = of.kind === 'type' ? of.name : await describe(of, context);
  throw new EvaluationError(`${type} has no method ${name} for these arguments`);
}

/** `string.Join` of a collection, which is a generic method. */
async function joinTexts(
  of: Value,
  name: string,
  [separator, list, ...rest]: readonly Value[],
  context: EvaluationContext,
): Promise<Value | undefined> {
  if (of.kind !== 'type' || name !== 'Join' || separator?.kind !== 'string') return undefined;
  const { fullName } = await context.runtime.agent.typeInfo(of.type);
  if (fullName !== 'System.String' || rest.length > 0) return undefined;
  if (list?.kind !== 'object' && list?.kind !== 'sequence') return undefined;
  const items = await itemsOf(list, context);
  const texts = await Promise.all(items.map((item) => textOf(item, context)));
  return text(texts.join(separator.value));
}

/** How many elements there are. */
export async function lengthOf(of: Value, context: EvaluationContext): Promise<Value> {
  const isCounted = of.kind === 'object' && !(await isArray(of, context));
  return getMember(of, isCounted ? 'Count' : 'Length', context);
}

/** The element at an index. */
export async function getIndex(
  of: Value,
  indexes: readonly Value[],
  context: EvaluationContext,
): Promise<Value> {
  const { runtime } = context;
  if (of.kind === 'string' || of.kind === 'sequence') {
    const items = of.kind === 'string' ? await itemsOf(of, context) : of.items;
    const item = items[resolveIndex(indexes[0])];
    if (item !== undefined) return item;
    throw new EvaluationError('Index was outside the bounds.', 'System.IndexOutOfRangeException');
  }
  if (of.kind === 'object' && (await isArray(of, context))) {
    const position = await runtime.arrayPosition(of, indexes.map(resolveIndex));
    return runtime.arrayItem(of, position);
  }
  const value = await runtime.reflection.use('call', of, 'get_Item', indexes);
  if (value !== undefined) return value;
  throw new EvaluationError(
    `${await describe(of, context)} cannot be indexed with these arguments`,
  );
}
