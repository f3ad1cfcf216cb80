import { EvaluationError } from '../evaluationError.ts';
import { parseDecimal } from '../values/decimals.ts';
import type { LiteralValue } from '../values/literals.ts';
import { convert, isReal } from '../values/numbers.ts';
import type { Expression } from './expression.ts';
import type { Token } from './tokens.ts';

/** Keywords of what can't be evaluated at a stop. */
export const unsupported: ReadonlyMap<string, string> = new Map([
  ['base', 'base is not supported; use this'],
  ['delegate', 'Anonymous methods are not supported; use a lambda'],
  ['out', 'Arguments by reference are not supported'],
  ['ref', 'Arguments by reference are not supported'],
  ['stackalloc', 'stackalloc is not supported'],
]);

export const constants: ReadonlyMap<string, LiteralValue> = new Map<string, LiteralValue>([
  ['true', { kind: 'bool', value: true }],
  ['false', { kind: 'bool', value: false }],
  ['null', { kind: 'null' }],
]);

/** What `sizeof` says of types. */
const sizes: Readonly<Record<string, number>> = {
  bool: 1,
  byte: 1,
  sbyte: 1,
  short: 2,
  ushort: 2,
  char: 2,
  int: 4,
  uint: 4,
  float: 4,
  long: 8,
  ulong: 8,
  double: 8,
  decimal: 16,
};

/** The value of a literal. */
export function toValue(
  token: Exclude<Token, { kind: 'name' | 'sign' | 'interpolated' }>,
): LiteralValue {
  if (token.kind !== 'number') return token;
  const { text, type } = token;
  if (type === 'decimal') return parseDecimal(text);
  return convert(isReal(type) ? Number(text) : BigInt(text), type);
}

/** `++` or `--`. */
export function stepBy(step: string, left: Expression, yields: 'before' | 'after'): Expression {
  const one: Expression = { kind: 'literal', value: { kind: 'number', type: 'int', value: 1n } };
  return { kind: 'assign', sign: step === '++' ? '+=' : '-=', left, right: one, yields };
}

/** The value of `sizeof`. Throws an EvaluationError for other types. */
export function getSize(type: string): LiteralValue {
  const size = sizes[type];
  if (size === undefined) throw new EvaluationError(`sizeof(${type}) is not supported`);
  return convert(BigInt(size), 'int');
}
