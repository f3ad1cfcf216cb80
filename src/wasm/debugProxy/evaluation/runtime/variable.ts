import { EvaluationError } from '../evaluationError.ts';
import type { Value } from '../values/values.ts';

/** A variable of a frame. */
export interface Variable {
  get(): Promise<Value>;
  set(value: Value): Promise<void>;
  /** The declared type, if it is known. */
  readonly type?: number | undefined;
  /** Where it is, if it is in a field. */
  readonly place?: string;
  /** That field. */
  readonly field?: { readonly type: number; readonly name: string };
  /** The names of a tuple's elements in the source. */
  readonly tupleNames?: readonly string[] | undefined;
}

/** How compilers name the fields in which lambdas, async methods and iterators keep variables. */
export const hoisted = {
  /** `<name>5__2`, and `name` itself. */
  variable: /^<(?<name>[^>]+)>5__(?<number>\d+)$/,
  self: /^<>4__this$/,
  closure: /^(?:CS\$<>8__locals\d+|<>8__\d+)$/,
  /** A closure in a field, beside those of other scopes. */
  holder: /^<>8__\d+$/,
} as const;

/** What has fields: a value type is a copy. */
export type Holder = Extract<Value, { kind: 'object' | 'struct' }>;

export function isHolder(value: Value): value is Holder {
  return value.kind === 'object' || value.kind === 'struct';
}

export function placeOf(holder: Holder): string {
  return holder.kind === 'object' ? String(holder.id) : `copy of ${holder.type}`;
}

/** Adds a variable in a field; another one of its name may be that of another scope. */
export function addHoisted(name: string, variable: Variable, found: Map<string, Variable>): void {
  const other = found.get(name);
  if (other === undefined) found.set(name, variable);
  else if (name !== 'this' && other.place !== variable.place) found.set(name, ambiguous(name));
}

function ambiguous(name: string): Variable {
  const refuse = async (): Promise<never> => {
    throw new EvaluationError(`The method has more than one variable ${name}`);
  };
  return { get: refuse, set: refuse };
}
