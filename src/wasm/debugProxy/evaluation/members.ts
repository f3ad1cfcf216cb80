import { describe, textOf } from './operations.ts';
import { EvaluationError } from './evaluationError.ts';
import type { EvaluationContext } from './context.ts';
import { isArray, resolveIndex } from './elements/arrays.ts';
import { callAppExtension, callExtension } from './calls/extensions.ts';
import { type Call, callMethod } from './calls/methodCalls.ts';
import { itemsOf } from './queries/items.ts';
import { callQuery, isArrayQuery, isQuery } from './queries/queries.ts';
import { readSpan, spanItem } from './elements/spanFields.ts';
import { callOnSpan } from './elements/spans.ts';
import { nameItems } from './elements/itemNames.ts';
import { bool, int, text, type Value } from './values/values.ts';

/** The value of a field or a property. */
export async function getMember(
  of: Value,
  name: string,
  context: EvaluationContext,
): Promise<Value> {
  if (of.kind === 'string' && name === 'Length') return int(of.value.length);
  if (of.kind === 'sequence') {
    if (name === 'Length' || name === 'Count') return int(of.items.length);
    if (name === 'Key' && of.key !== undefined) return of.key;
  }
  if (of.kind === 'anonymous') {
    const member = of.members.get(name);
    if (member !== undefined) return member;
    throw await noMember(of, name, context);
  }
  const span = await readSpan(of, context);
  if (span !== undefined && name === 'Length') return int(span.length);
  if (span !== undefined && name === 'IsEmpty') return bool(span.length === 0);
  const item = of.kind === 'struct' ? (of.names?.indexOf(name) ?? -1) : -1;
  // An element of another tuple has given none its name, as in `(pair.Item2, 5)`.
  if (item >= 0 && !/^Item\d+$/.test(name)) return getMember(of, `Item${item + 1}`, context);
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
  const joined =
    (await joinTexts(of, name, given, context)) ??
    (await callOnSpan(of, name, given, context)) ??
    (await callOnArray(of, name, given, context)) ??
    (of.kind === 'anonymous' && name === 'ToString' ? text(await textOf(of, context)) : undefined);
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
  const invoked = extended ?? (isHere ? undefined : await callDelegate(of, call, context));
  if (invoked !== undefined) return invoked;
  if (isHere) {
    throw new EvaluationError(`${name} cannot be called with a lambda at a stop`);
  }
  const type = of.kind === 'type' ? of.name : await describe(of, context);
  throw new EvaluationError(`${type} has no method ${name} for these arguments`);
}

/** The delegate that a member has. */
async function callDelegate(
  of: Value,
  { given, name }: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const member = await context.runtime.reflection.use('get', of, name);
  return member?.kind === 'object' ? callMember(member, 'Invoke', given, context) : undefined;
}

/** Static methods of System.Array with a lambda. */
async function callOnArray(
  of: Value,
  name: string,
  [array, ...given]: readonly Value[],
  context: EvaluationContext,
): Promise<Value | undefined> {
  if (of.kind !== 'type' || array === undefined || !isArrayQuery(name)) return undefined;
  if (!given.some(({ kind }) => kind === 'lambda')) return undefined;
  const { fullName } = await context.runtime.agent.typeInfo(of.type);
  return fullName === 'System.Array' ? callQuery(name, array, given, context) : undefined;
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
    return nameItems(await runtime.arrayItem(of, position), of.itemNames, context);
  }
  const span = await readSpan(of, context);
  if (span !== undefined) return spanItem(span, resolveIndex(indexes[0]), context);
  const value = await runtime.reflection.use('call', of, 'get_Item', indexes);
  if (value !== undefined) {
    return nameItems(value, of.kind === 'object' ? of.itemNames : undefined, context);
  }
  throw new EvaluationError(
    `${await describe(of, context)} cannot be indexed with these arguments`,
  );
}
