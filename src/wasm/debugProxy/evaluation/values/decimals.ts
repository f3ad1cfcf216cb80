import { EvaluationError } from '../evaluationError.ts';

/** A decimal of C#: `mantissa` / 10 ** `scale`. */
export interface DecimalValue {
  readonly kind: 'decimal';
  readonly mantissa: bigint;
  readonly scale: number;
}

const maxMantissa = 2n ** 96n;
const maxScale = 28;

/** Reads the digits of a literal, which may have an exponent. */
export function parseDecimal(text: string): DecimalValue {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const mantissa = BigInt(`${whole}${fraction}` || '0') * (sign === '' ? 1n : -1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? limit(mantissa * 10n ** BigInt(-scale), 0) : limit(mantissa, scale);
}

/** Rounds half to even until the mantissa has 96 bits and the scale is at most 28. */
function limit(mantissa: bigint, scale: number): DecimalValue {
  let cut = Math.max(0, scale - maxScale);
  while (abs(round(mantissa, cut)) >= maxMantissa && cut < scale) cut++;
  const kept = round(mantissa, cut);
  if (abs(kept) >= maxMantissa) {
    throw new EvaluationError(
      'Value was either too large or too small for a Decimal.',
      'System.OverflowException',
    );
  }
  return { kind: 'decimal', mantissa: kept, scale: scale - cut };
}

function round(mantissa: bigint, digits: number): bigint {
  if (digits === 0) return mantissa;
  const unit = 10n ** BigInt(digits);
  const quotient = mantissa / unit;
  const rest = abs(mantissa % unit) * 2n;
  const isUp = rest > unit || (rest === unit && quotient % 2n !== 0n);
  return isUp ? quotient + (mantissa < 0n ? -1n : 1n) : quotient;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Calculates as C# does. */
export function calculateDecimal(
  sign: string,
  one: DecimalValue,
  other: DecimalValue,
): DecimalValue {
  const scale = Math.max(one.scale, other.scale);
  const [left, right] = [atScale(one, scale), atScale(other, scale)];
  switch (sign) {
    case '+':
      return limit(left + right, scale);
    case '-':
      return limit(left - right, scale);
    case '*':
      return limit(one.mantissa * other.mantissa, one.scale + other.scale);
    case '/':
    case '%':
      if (right === 0n) {
        throw new EvaluationError('Attempted to divide by zero.', 'System.DivideByZeroException');
      }
      return sign === '%' ? limit(left % right, scale) : divide(one, other);
    default:
      throw new EvaluationError(`Operator ${sign} cannot be applied to decimals`);
  }
}

/** As few digits as the exact quotient has, but not fewer than the operands' scales leave. */
function divide(one: DecimalValue, other: DecimalValue): DecimalValue {
  const digits = 40;
  const quotient = (one.mantissa * 10n ** BigInt(digits)) / other.mantissa;
  const least = Math.max(0, one.scale - other.scale);
  let { mantissa, scale } = limit(quotient, digits + one.scale - other.scale);
  while (scale > least && mantissa % 10n === 0n) {
    mantissa /= 10n;
    scale--;
  }
  return { kind: 'decimal', mantissa, scale };
}

function atScale({ mantissa, scale }: DecimalValue, wanted: number): bigint {
  return mantissa * 10n ** BigInt(wanted - scale);
}

export function compareDecimals(one: DecimalValue, other: DecimalValue): number {
  const scale = Math.max(one.scale, other.scale);
  const difference = atScale(one, scale) - atScale(other, scale);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** All digits, also trailing zeros, as `ToString` returns them. */
export function decimalText({ mantissa, scale }: DecimalValue): string {
  const digits = abs(mantissa)
    .toString()
    .padStart(scale + 1, '0');
  const sign = mantissa < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
