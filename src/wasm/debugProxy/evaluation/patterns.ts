import { isOfType } from './casts.ts';
import type { EvaluationContext } from './context.ts';
import { getMember } from './members.ts';
import { areEqual, holds } from './operations.ts';
import { itemsOf } from './queries.ts';
import type { Pattern } from './syntax/expression.ts';
import type { Value } from './values/values.ts';

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
