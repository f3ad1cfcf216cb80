import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import type { Expression, TypeName } from './syntax/expression.ts';
import type { Variable } from './runtime/variable.ts';
import { nameItems } from './elements/itemNames.ts';
import { tupleNamesOf } from './tupleNames.ts';
import type { Value } from './values/values.ts';

type Name = Extract<Expression, { kind: 'name' }>;
type Member = Extract<Expression, { kind: 'member' }>;

/** The value of a name: a variable, a member of `this` or of its type, or a type. */
export async function resolveName(expression: Name, context: EvaluationContext): Promise<Value> {
  const { arguments: given, name } = expression;
  const start = context.pathStarts.get(expression);
  context.pathStarts.delete(expression);
  const value = start ?? (await resolveValue(name, context));
  if (value !== undefined) return value;
  const type = await context.types.find({ name, arguments: given, ranks: [], isNullable: false });
  if (type !== undefined) return { kind: 'type', type, name };
  throw new EvaluationError(`The name ${name} does not exist in the current context`);
}

async function resolveValue(name: string, context: EvaluationContext): Promise<Value | undefined> {
  const own = context.variables.get(name);
  if (own !== undefined) return own;
  const variable = await context.frame.variable(name);
  return variable === undefined ? resolveMember(name, context) : readVariable(variable, context);
}

/** The value of a variable, with what its declaration says of it. */
async function readVariable(variable: Variable, context: EvaluationContext): Promise<Value> {
  const value = await variable.get();
  if (value.kind === 'null' && variable.type !== undefined) {
    return { ...value, declared: variable.type };
  }
  return nameItems(value, await tupleNamesOf(variable, context), context);
}

/** A member of `this` or of its type. */
export async function resolveMember(
  name: string,
  { frame, runtime, types }: EvaluationContext,
): Promise<Value | undefined> {
  const self = await (await frame.variable('this'))?.get();
  const member = self && (await runtime.reflection.use('get', self, name));
  if (member !== undefined) return member;
  return runtime.reflection.use('get', { type: await types.declaring() }, name);
}

/** The type that a path such as `A.B.C` names; `undefined` if it begins with a value, which is kept. */
export async function resolveTypePath(
  member: Member,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const path = toPath(member);
  if (path === undefined || context.pathStarts.has(path.first)) return undefined;
  const { first, names } = path;
  if (context.variables.has(first.name)) return undefined;
  if ((await context.frame.variable(first.name)) !== undefined) return undefined;
  const start = await resolveValue(first.name, context);
  if (start !== undefined) {
    context.pathStarts.set(first, start);
    return undefined;
  }
  const name = names.join('.');
  const { arguments: given } = member;
  const wanted: TypeName = { name, arguments: given, ranks: [], isNullable: false };
  const type = await context.types.find(wanted);
  return type === undefined ? undefined : { kind: 'type', type, name };
}

/** The first part and the names of `A.B.C`. */
function toPath(
  expression: Expression,
): { readonly first: Name; readonly names: readonly string[] } | undefined {
  if (expression.kind === 'name') return { first: expression, names: [expression.name] };
  if (expression.kind !== 'member' || expression.isConditional) return undefined;
  const before = toPath(expression.of);
  return before && { first: before.first, names: [...before.names, expression.name] };
}
