import { calculateDecimal, compareDecimals, type DecimalValue, parseDecimal } from './decimals.ts';
import { EvaluationError } from '../evaluationError.ts';
import { calculate, compare, convert, type NumberValue } from './numbers.ts';
import { bool, type Value } from './values.ts';

const relations: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/** The methods that types define for operators. */
export const operatorMethods: Readonly<Record<string, string>> = {
  '==': 'op_Equality',
  '!=': 'op_Inequality',
  '<': 'op_LessThan',
  '>': 'op_GreaterThan',
  '<=': 'op_LessThanOrEqual',
  '>=': 'op_GreaterThanOrEqual',
  '+': 'op_Addition',
  '-': 'op_Subtraction',
  '*': 'op_Multiply',
  '/': 'op_Division',
  '%': 'op_Modulus',
  '&': 'op_BitwiseAnd',
  '|': 'op_BitwiseOr',
  '^': 'op_ExclusiveOr',
};

/** Applies an operator to values that need no .NET; `undefined` for others. */
export function applyOperator(sign: string, one: Value, other: Value): Value | undefined {
  if (one.kind === 'null' || other.kind === 'null') return applyToNull(sign, one, other);
  if (one.kind === 'bool' && other.kind === 'bool')
    return applyToBools(sign, one.value, other.value);
  if (one.kind === 'string' && other.kind === 'string') {
    return sign === '==' || sign === '!='
      ? bool((one.value === other.value) === (sign === '=='))
      : undefined;
  }
  if (one.kind === 'enum' && other.kind === 'enum' && one.type === other.type) {
    const result = applyToNumbers(sign, one.value, other.value);
    return result?.kind === 'bool' ? result : undefined;
  }
  const [left, right] = [toNumber(one), toNumber(other)];
  return left && right && applyToNumbers(sign, left, right);
}

/** A comparison with null is false, and anything else is null, unless it is about equality. */
function applyToNull(sign: string, one: Value, other: Value): Value | undefined {
  const isBoth = one.kind === other.kind;
  if (sign === '==') return bool(isBoth);
  if (sign === '!=') return bool(!isBoth);
  if (relations[sign] !== undefined) return bool(false);
  const isDecided = [one, other].some(
    (side) => side.kind === 'bool' && side.value === (sign === '|') && '&|'.includes(sign),
  );
  if (isDecided) return bool(sign === '|');
  // Null may be a string, to which the other side would be appended.
  return sign === '+' ? undefined : { kind: 'null' };
}

function applyToBools(sign: string, one: boolean, other: boolean): Value | undefined {
  switch (sign) {
    case '==':
      return bool(one === other);
    case '!=':
    case '^':
      return bool(one !== other);
    case '&':
      return bool(one && other);
    case '|':
      return bool(one || other);
    default:
      return undefined;
  }
}

/** A char counts as its code. */
export function toNumber(value: Value): NumberValue | DecimalValue | undefined {
  if (value.kind === 'number' || value.kind === 'decimal') return value;
  return value.kind === 'char' ? convert(BigInt(value.value.charCodeAt(0)), 'int') : undefined;
}

function applyToNumbers(
  sign: string,
  one: NumberValue | DecimalValue,
  other: NumberValue | DecimalValue,
): Value {
  const relation = relations[sign];
  if (one.kind === 'number' && other.kind === 'number') {
    if (relation === undefined) return calculate(sign, one, other);
    return bool(relation(compare(one.value, other.value)));
  }
  const [left, right] = [toDecimal(one, sign), toDecimal(other, sign)];
  if (relation !== undefined) return bool(relation(compareDecimals(left, right)));
  return calculateDecimal(sign, left, right);
}

function toDecimal(value: NumberValue | DecimalValue, sign: string): DecimalValue {
  if (value.kind === 'decimal') return value;
  if (typeof value.value === 'bigint') return parseDecimal(String(value.value));
  throw new EvaluationError(
    `Operator ${sign} cannot be applied to decimal and ${value.type}; use a cast`,
  );
}
