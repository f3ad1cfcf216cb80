import { isOfType } from './casts.ts';
import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { getMember } from './members.ts';
import { areEqual, holds } from './operations.ts';
import { itemsOf } from './queries/items.ts';
import type { Pattern } from './syntax/expression.ts';
import type { Value } from './values/values.ts';

/** What a dictionary consists of. */
const pairs = 'System.Collections.Generic.KeyValuePair`2';

/** Whether a value matches a pattern, whose variables it declares. */
export async function matches(
  value: Value,
  pattern: Pattern,
  context: EvaluationContext,
): Promise<boolean> {
  switch (pattern.kind) {
    case 'any':
      return true;
    case 'not':
      return !(await matches(value, pattern.of, context));
    case 'and':
      return (
        (await matches(value, pattern.left, context)) && matches(value, pattern.right, context)
      );
    case 'or':
      return (
        (await matches(value, pattern.left, context)) || matches(value, pattern.right, context)
      );
    case 'constant':
      return areEqual(value, await context.evaluate(pattern.value), context);
    case 'relation':
      return holds(pattern.sign, value, await context.evaluate(pattern.value), context);
    case 'type':
      return matchesType(value, pattern, context);
    case 'properties':
      return matchesProperties(value, pattern, context);
    case 'list':
      return matchesList(value, pattern, context);
    case 'positions':
      return matchesPositions(value, pattern, context);
    case 'variable':
      if (value.kind === 'null') return false;
      context.variables.set(pattern.name, value);
      return true;
  }
}

async function matchesList(
  value: Value,
  { first, last }: Extract<Pattern, { kind: 'list' }>,
  context: EvaluationContext,
): Promise<boolean> {
  if (value.kind === 'null') return false;
  const items = await itemsOf(value, context);
  const patterns = [...first, ...(last ?? [])];
  if (items.length < patterns.length) return false;
  if (last === undefined && items.length > patterns.length) return false;
  const rest = items.slice(items.length - (last ?? []).length);
  for (const [index, item] of [...items.slice(0, first.length), ...rest].entries()) {
    const pattern = patterns[index];
    if (pattern !== undefined && !(await matches(item, pattern, context))) return false;
  }
  return true;
}

/** The name may also be that of a constant, such as a member of an enum. */
async function matchesType(
  value: Value,
  { type, variable }: Extract<Pattern, { kind: 'type' }>,
  context: EvaluationContext,
): Promise<boolean> {
  const isVar = type.name === 'var' && variable !== undefined;
  const isType = isVar || (await context.types.find(type)) !== undefined;
  if (!isType) return areEqual(value, await context.evaluateText(type.name), context);
  const isMatch = isVar || (await isOfType(value, type, context));
  if (isMatch && variable !== undefined) context.variables.set(variable, value);
  return isMatch;
}

async function matchesProperties(
  value: Value,
  { properties }: Extract<Pattern, { kind: 'properties' }>,
  context: EvaluationContext,
): Promise<boolean> {
  if (value.kind === 'null') return false;
  for (const { name, pattern } of properties) {
    if (!(await matches(await getMember(value, name, context), pattern, context))) return false;
  }
  return true;
}

/** By the elements of a tuple, or the properties of a record in the order in which it is deconstructed. */
async function matchesPositions(
  value: Value,
  { parts }: Extract<Pattern, { kind: 'positions' }>,
  context: EvaluationContext,
): Promise<boolean> {
  if (value.kind === 'null') return false;
  const names = await positionsOf(value, parts.length, context);
  for (const [index, part] of parts.entries()) {
    const member = await getMember(value, names[index] ?? '', context);
    if (!(await matches(member, part, context))) return false;
  }
  return true;
}

/** The names of the members by which a value is deconstructed. */
async function positionsOf(
  value: Value,
  count: number,
  context: EvaluationContext,
): Promise<readonly string[]> {
  const { agent, reflection } = context.runtime;
  const type = await reflection.typeOf(value);
  const { fullName } = await agent.typeInfo(type);
  if (fullName.startsWith('System.ValueTuple`') && count < 8) {
    return Array.from({ length: count }, (_, index) => `Item${index + 1}`);
  }
  for (const owner of await agent.parents(type)) {
    // Records name the parameters as the properties, and pairs as their fields. Other methods may return anything.
    const isNamed =
      fullName.startsWith(pairs) || (await agent.methods(owner, 'PrintMembers')).length > 0;
    for (const method of isNamed ? await agent.methods(owner, 'Deconstruct') : []) {
      const parameters = await agent.parameters(method);
      if (parameters.length === count) return parameters.map(({ name }) => name);
    }
  }
  throw new EvaluationError(`${fullName} cannot be deconstructed into ${count} parts here`);
}
