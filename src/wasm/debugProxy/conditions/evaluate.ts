import type { Expression } from './expression.ts';
import type { CSharpValue } from './values.ts';
import { toText } from './values.ts';

/** Returns the value of a variable, or of a member of `this`; `undefined` if only .NET can evaluate it. */
export type Lookup = (name: string, ofThis: boolean) => Promise<CSharpValue | undefined>;

/** Evaluates an expression; `undefined` if only .NET can. */
export async function evaluate(
  expression: Expression,
  lookup: Lookup,
): Promise<CSharpValue | undefined> {
  switch (expression.kind) {
    case 'name':
      return lookup(expression.name, expression.ofThis);
    case 'not': {
      const value = await evaluate(expression.of, lookup);
      return value?.kind === 'bool' ? bool(!value.value) : undefined;
    }
    case 'minus': {
      const value = await evaluate(expression.of, lookup);
      return value?.kind === 'int' || value?.kind === 'real'
        ? { kind: value.kind, value: -value.value }
        : undefined;
    }
    case 'binary':
      return evaluateBinary(expression, lookup);
    default:
      return expression;
  }
}

async function evaluateBinary(
  { left, right, sign }: Extract<Expression, { kind: 'binary' }>,
  lookup: Lookup,
): Promise<CSharpValue | undefined> {
  const one = await evaluate(left, lookup);
  if (one === undefined) return undefined;
  if (sign === '&&' || sign === '||') {
    if (one.kind !== 'bool') return undefined;
    if (one.value === (sign === '||')) return one;
    const other = await evaluate(right, lookup);
    return other?.kind === 'bool' ? other : undefined;
  }
  const other = await evaluate(right, lookup);
  return other && apply(sign, one, other);
}

function apply(sign: string, one: CSharpValue, other: CSharpValue): CSharpValue | undefined {
  const equal = areEqual(one, other);
  if (sign === '==' || sign === 'is') return equal === undefined ? undefined : bool(equal);
  if (sign === '!=' || sign === 'is not') return equal === undefined ? undefined : bool(!equal);
  if (sign === '+' && (one.kind === 'string' || other.kind === 'string')) {
    return { kind: 'string', value: toText(one) + toText(other) };
  }
  return isNumber(one) && isNumber(other) ? calculate(sign, one, other) : undefined;
}

function areEqual(one: CSharpValue, other: CSharpValue): boolean | undefined {
  if (one.kind === 'null' || other.kind === 'null') return one.kind === other.kind;
  const isComparable = one.kind === other.kind || (isNumber(one) && isNumber(other));
  return isComparable ? one.value === other.value : undefined;
}

type NumberValue = Extract<CSharpValue, { kind: 'int' | 'real' }>;

function isNumber(value: CSharpValue): value is NumberValue {
  return value.kind === 'int' || value.kind === 'real';
}

const comparisons: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '<': (one, other) => one < other,
  '>': (one, other) => one > other,
  '<=': (one, other) => one <= other,
  '>=': (one, other) => one >= other,
};

const arithmetic: Readonly<Record<string, (one: number, other: number) => number>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '%': (one, other) => one % other,
};

function calculate(sign: string, one: NumberValue, other: NumberValue): CSharpValue | undefined {
  const comparison = comparisons[sign];
  if (comparison !== undefined) return bool(comparison(one.value, other.value));
  const operation = arithmetic[sign];
  if (operation === undefined) return undefined;
  const result = operation(one.value, other.value);
  if (one.kind === 'real' || other.kind === 'real') return { kind: 'real', value: result };
  const value = Math.trunc(result) + 0;
  // Overflow and division by zero are left to .NET.
  return Math.abs(value) < 2 ** 31 ? { kind: 'int', value } : undefined;
}

function bool(value: boolean): CSharpValue {
  return { kind: 'bool', value };
}
