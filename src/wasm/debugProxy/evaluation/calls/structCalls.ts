import { findPlace } from '../places.ts';
import type { EvaluationContext } from '../context.ts';
import { declaredField, declaredType } from '../declaredTypes.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { StructValue } from '../structs.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Value } from '../values/values.ts';
import type { Call } from './methodCalls.ts';

/** Methods that change nothing. */
const pure: readonly string[] = ['CompareTo', 'Equals', 'GetHashCode', 'GetType', 'ToString'];

/** What a method of a value type changes: what the expression means, a copy as in C#, or what can't be told here. */
type Receiver = 'variable' | 'copy' | 'unknown';

/**
 * Calls a method of a value type that may change the value, and puts that where it was; `undefined` if it can't.
 * Throws an EvaluationError if the value was changed, and it is not known where it was.
 */
export async function callInPlace(
  expression: Expression,
  of: Value,
  call: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  if (of.kind !== 'struct' || !(await mayChange(of, call, context))) return undefined;
  const receiver = await receiverOf(expression, context);
  if (receiver === 'copy') return undefined;
  const called = await context.runtime.reflection.callOnCopy(of, call.name, call.given);
  if (called === undefined) return undefined;
  const { copy, result } = called;
  if (copy.kind === 'struct' && copy.bytes.equals(of.bytes)) return result;
  if (receiver === 'unknown') {
    throw new EvaluationError(
      `${call.name} has changed a copy of the value only, since it is not known here where the value is`,
    );
  }
  await (await findPlace(expression, context)).set(copy);
  return result;
}

/** Whether a method that isn't generic may change the value. */
async function mayChange(
  of: StructValue,
  { given, name, types }: Call,
  { runtime }: EvaluationContext,
): Promise<boolean> {
  if (types.length > 0 || pure.includes(name)) return false;
  if (given.some(({ kind }) => kind === 'lambda' || kind === 'anonymous')) return false;
  const { agent } = runtime;
  const fields = await agent.fields(of.type);
  if (fields.every(({ isReadOnly, isStatic }) => isReadOnly || isStatic)) return false;
  const methods = await agent.methods(of.type, name);
  const infos = await Promise.all(methods.map((method) => agent.methodInfo(method)));
  return (
    infos.length > 0 && infos.every(({ generics, isStatic }) => generics.length === 0 && !isStatic)
  );
}

async function receiverOf(expression: Expression, context: EvaluationContext): Promise<Receiver> {
  switch (expression.kind) {
    case 'name': {
      const { name } = expression;
      if (context.variables.has(name)) return 'copy';
      if ((await context.frame.variable(name)) !== undefined) return 'variable';
      return receiverField(await context.types.declaring(), name, context);
    }
    case 'member': {
      const owner = await declaredType(expression.of, context);
      if (owner === undefined) return 'unknown';
      const found = await receiverField(owner, expression.name, context);
      return found === 'variable' && !(await isPath(expression.of, context)) ? 'unknown' : found;
    }
    case 'index': {
      const owner = await declaredType(expression.of, context);
      if (owner === undefined) return 'unknown';
      // Other collections return copies.
      if (!(await context.runtime.agent.typeInfo(owner)).isArray) return 'copy';
      return (await isPath(expression, context)) ? 'variable' : 'unknown';
    }
    case 'this':
      return 'variable';
    case 'chain':
      return 'unknown';
    default:
      return 'copy';
  }
}

/** As in C#, methods get copies of properties and read-only fields. */
async function receiverField(
  owner: number,
  name: string,
  context: EvaluationContext,
): Promise<Receiver> {
  const field = await declaredField(owner, name, context);
  return field === undefined || field.isReadOnly ? 'copy' : 'variable';
}

/** Whether an expression consists of variables, fields and elements, which can be read twice. */
async function isPath(expression: Expression, context: EvaluationContext): Promise<boolean> {
  switch (expression.kind) {
    case 'this':
      return true;
    case 'name': {
      const { name } = expression;
      if ((await context.frame.variable(name)) !== undefined) return true;
      return (await declaredField(await context.types.declaring(), name, context)) !== undefined;
    }
    case 'member': {
      if (expression.isConditional || !(await isPath(expression.of, context))) return false;
      const owner = await declaredType(expression.of, context);
      return (
        owner !== undefined && (await declaredField(owner, expression.name, context)) !== undefined
      );
    }
    case 'index':
      return (
        expression.indexes.every(({ kind }) => kind === 'literal' || kind === 'name') &&
        (await isPath(expression.of, context))
      );
    default:
      return false;
  }
}
