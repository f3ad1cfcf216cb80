import type { EvaluationContext } from './context.ts';
import { defaultOf } from './defaults.ts';
import { EvaluationError } from './evaluationError.ts';
import type { LiteralValue } from './values/literals.ts';
import { bool, int, nullValue, text, type Value } from './values/values.ts';

type NullValue = Extract<LiteralValue, { kind: 'null' }>;

/** The type of which a type is the nullable one. */
export async function findUnderlying(
  type: number,
  { runtime }: EvaluationContext,
): Promise<number | undefined> {
  const { fullName, generics } = await runtime.agent.typeInfo(type);
  return fullName.startsWith('System.Nullable`1') ? generics[0] : undefined;
}

/** The type of the value that a nullable variable or member could have; `undefined` if it is not known to be one. */
async function missingType(of: NullValue, context: EvaluationContext): Promise<number | undefined> {
  return of.declared === undefined ? undefined : findUnderlying(of.declared, context);
}

/** A member of a nullable type without a value; `undefined` if null has no such member. */
export async function getMemberOfNull(
  of: NullValue,
  name: string,
  context: EvaluationContext,
): Promise<Value | undefined> {
  if ((await missingType(of, context)) === undefined) return undefined;
  if (name === 'HasValue') return bool(false);
  if (name !== 'Value') return undefined;
  throw new EvaluationError(
    'Nullable object must have a value.',
    'System.InvalidOperationException',
  );
}

/** What a method of a nullable type returns without a value; `undefined` if null has no such method. */
export async function callMethodOfNull(
  of: NullValue,
  name: string,
  [first]: readonly Value[],
  context: EvaluationContext,
): Promise<Value | undefined> {
  const type = await missingType(of, context);
  if (type === undefined) return undefined;
  switch (name) {
    case 'GetValueOrDefault':
      return first ?? defaultOf(type, context);
    case 'ToString':
      return text('');
    case 'GetHashCode':
      return int(0);
    case 'Equals':
      return bool(first?.kind === 'null');
    default:
      return undefined;
  }
}

/** What `+` of null and another value is: null stands for an empty text, or for a number that is missing. */
export async function addToNull(
  of: NullValue,
  other: Value,
  context: EvaluationContext,
): Promise<Value | undefined> {
  if (of.declared === undefined) return undefined;
  const { fullName } = await context.runtime.agent.typeInfo(of.declared);
  if (fullName === 'System.String') return other;
  return (await missingType(of, context)) === undefined ? undefined : nullValue;
}
