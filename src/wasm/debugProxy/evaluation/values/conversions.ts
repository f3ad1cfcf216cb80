import { decimalText, type DecimalValue, parseDecimal } from './decimals.ts';
import { EvaluationError } from '../evaluationError.ts';
import { convert, fits, numberTypes, type NumberType } from './numbers.ts';
import type { Value } from './values.ts';

const typeByName: ReadonlyMap<string, NumberType> = new Map(
  Object.entries(numberTypes).map(([name, { dotnet }]) => [dotnet, name as NumberType]),
);

/** The number type with a name of .NET. */
export function numberTypeNamed(fullName: string): NumberType | undefined {
  return typeByName.get(fullName);
}

/** Casts a number, a char or an enum value to a predefined type; `undefined` if .NET has to. */
export function castNumber(value: Value, fullName: string): Value | undefined {
  const number = value.kind === 'enum' ? value.value : value;
  const type = typeByName.get(fullName);
  if (number.kind === 'char') return castNumber(fromChar(number.value), fullName);
  if (number.kind !== 'number' && number.kind !== 'decimal') return undefined;
  if (fullName === 'System.Decimal') {
    return number.kind === 'decimal' ? number : parseDecimal(decimalDigits(number.value));
  }
  if (fullName === 'System.Char') {
    const code = convert(number.kind === 'decimal' ? truncate(number) : number.value, 'ushort');
    return { kind: 'char', value: String.fromCharCode(Number(code.value)) };
  }
  if (type === undefined) return undefined;
  if (number.kind === 'number') return convert(number.value, type);
  const isReal = type === 'double' || type === 'float';
  return convert(isReal ? Number(decimalText(number)) : truncate(number), type);
}

function fromChar(value: string): Value {
  return convert(BigInt(value.charCodeAt(0)), 'ushort');
}

/** .NET keeps 15 digits of a double. */
function decimalDigits(value: number | bigint): string {
  return typeof value === 'bigint' ? String(value) : String(Number(value.toPrecision(15)));
}

/** A decimal without the digits behind the point. */
export function truncate({ mantissa, scale }: DecimalValue): bigint {
  return mantissa / 10n ** BigInt(scale);
}

/** Converts a value to the type of the one that it replaces, where C# converts without a cast. */
export function assignable(value: Value, present: Value): Value {
  if (present.kind === 'number' && (value.kind === 'number' || value.kind === 'char')) {
    const number = value.kind === 'char' ? fromChar(value.value) : value;
    if (number.kind === 'number' && fits(number.value, present.type)) {
      return convert(number.value, present.type);
    }
  }
  if (present.kind === 'decimal' && value.kind === 'number' && typeof value.value === 'bigint') {
    return parseDecimal(String(value.value));
  }
  const isText = present.kind === 'string' || present.kind === 'char' || present.kind === 'bool';
  const isNumber = present.kind === 'number' || present.kind === 'decimal';
  if ((isText && value.kind !== 'null') || isNumber || present.kind === 'enum') {
    if (value.kind !== present.kind) throw notAssignable(value, present);
    if (value.kind === 'number') throw notAssignable(value, present);
  }
  if (present.kind === 'bool' || present.kind === 'char') {
    if (value.kind !== present.kind) throw notAssignable(value, present);
  }
  return value;
}

function notAssignable(value: Value, present: Value): EvaluationError {
  return new EvaluationError(
    `A value of type ${describe(value)} cannot be assigned to a variable of type ${describe(present)}`,
  );
}

function describe(value: Value): string {
  if (value.kind === 'number') return value.type;
  return value.kind === 'struct' ? 'struct' : value.kind;
}
