import { EvaluationError } from '../evaluationError.ts';

/** The number types of C#, by the names that they have in .NET. */
export const numberTypes = {
  sbyte: { dotnet: 'System.SByte', tag: 0x04, bits: 8, isSigned: true },
  byte: { dotnet: 'System.Byte', tag: 0x05, bits: 8, isSigned: false },
  short: { dotnet: 'System.Int16', tag: 0x06, bits: 16, isSigned: true },
  ushort: { dotnet: 'System.UInt16', tag: 0x07, bits: 16, isSigned: false },
  int: { dotnet: 'System.Int32', tag: 0x08, bits: 32, isSigned: true },
  uint: { dotnet: 'System.UInt32', tag: 0x09, bits: 32, isSigned: false },
  long: { dotnet: 'System.Int64', tag: 0x0a, bits: 64, isSigned: true },
  ulong: { dotnet: 'System.UInt64', tag: 0x0b, bits: 64, isSigned: false },
  float: { dotnet: 'System.Single', tag: 0x0c, bits: 32, isSigned: true },
  double: { dotnet: 'System.Double', tag: 0x0d, bits: 64, isSigned: true },
} as const;
export type NumberType = keyof typeof numberTypes;

/** A number of C#: integers as bigint, so that none loses digits. */
export interface NumberValue {
  readonly kind: 'number';
  readonly type: NumberType;
  readonly value: number | bigint;
}

export function isReal(type: NumberType): boolean {
  return type === 'float' || type === 'double';
}

/** Converts a number as an unchecked cast does. */
export function convert(value: number | bigint, type: NumberType): NumberValue {
  if (type === 'double') return { kind: 'number', type, value: Number(value) };
  if (type === 'float') return { kind: 'number', type, value: Math.fround(Number(value)) };
  return { kind: 'number', type, value: wrap(toInteger(value), type) };
}

function toInteger(value: number | bigint): bigint {
  if (typeof value === 'bigint') return value;
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}

function wrap(value: bigint, type: NumberType): bigint {
  const { bits, isSigned } = numberTypes[type];
  return isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

/** Whether a number can be converted to a type without loss, but for digits of a real number. */
export function fits(value: number | bigint, type: NumberType): boolean {
  if (!isReal(type)) return typeof value === 'bigint' && wrap(value, type) === value;
  const number = Number(value);
  return type === 'double' || !Number.isFinite(number) || Number.isFinite(Math.fround(number));
}

/** Whether C# converts all numbers of a type to another one without a cast. */
export function widens(from: NumberType, to: NumberType): boolean {
  if (from === to) return true;
  if (isReal(from) || isReal(to)) return isReal(to) && from !== 'double';
  const [own, wanted] = [numberTypes[from], numberTypes[to]];
  return wanted.bits > own.bits && (wanted.isSigned || !own.isSigned);
}

/** Whether C# converts a number to a type without a cast. An int may be a constant, which counts by its value. */
export function convertsTo({ type, value }: NumberValue, to: NumberType): boolean {
  return widens(type, to) || (type === 'int' && fits(value, to));
}

/** The type in which C# calculates with operands of these types. */
function promote(one: NumberType, other: NumberType): NumberType {
  const types = [one, other];
  for (const type of ['double', 'float', 'ulong', 'long'] as const) {
    if (types.includes(type)) return type;
  }
  if (!types.includes('uint')) return 'int';
  return types.every((type) => !numberTypes[type].isSigned) ? 'uint' : 'long';
}

const integerOperations: Readonly<Record<string, (one: bigint, other: bigint) => bigint>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '%': (one, other) => one % other,
  '&': (one, other) => one & other,
  '|': (one, other) => one | other,
  '^': (one, other) => one ^ other,
};

const realOperations: Readonly<Record<string, (one: number, other: number) => number>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '%': (one, other) => one % other,
};

/** Calculates as C# does without `checked`: integers wrap around. */
export function calculate(sign: string, one: NumberValue, other: NumberValue): NumberValue {
  if (sign === '<<' || sign === '>>') return shift(sign, one, other);
  const type = promote(one.type, other.type);
  if (isReal(type)) {
    const operation = realOperations[sign];
    if (operation === undefined) throw notDefined(sign, one.type, other.type);
    return convert(operation(Number(one.value), Number(other.value)), type);
  }
  const operation = integerOperations[sign];
  if (operation === undefined) throw notDefined(sign, one.type, other.type);
  const divisor = BigInt(other.value);
  if (divisor === 0n && (sign === '/' || sign === '%')) {
    throw new EvaluationError('Attempted to divide by zero.', 'System.DivideByZeroException');
  }
  return convert(operation(BigInt(one.value), divisor), type);
}

/** Whether integers have this exact result of an operation, which did not overflow. */
export function isExact(
  sign: string,
  one: NumberValue,
  other: NumberValue,
  result: NumberValue,
): boolean {
  const operation = integerOperations[sign];
  if (operation === undefined || isReal(result.type)) return true;
  return operation(BigInt(one.value), BigInt(other.value)) === result.value;
}

function shift(sign: '<<' | '>>', one: NumberValue, other: NumberValue): NumberValue {
  const type = promote(one.type, 'int');
  if (isReal(type) || isReal(other.type)) throw notDefined(sign, one.type, other.type);
  const { bits } = numberTypes[type === 'long' && one.type === 'uint' ? 'uint' : type];
  const count = BigInt(other.value) & BigInt(bits - 1);
  const value = BigInt(one.value);
  const kept = one.type === 'uint' ? 'uint' : type;
  return convert(sign === '<<' ? value << count : value >> count, kept);
}

/** Compares numbers of any types: negative, 0, positive, or NaN if one is not a number. */
export function compare(one: number | bigint, other: number | bigint): number {
  if (one < other) return -1;
  if (one > other) return 1;
  // Loose, since integers are compared with reals.
  return Number(one) === Number(other) ? 0 : Number.NaN;
}

function notDefined(sign: string, one: string, other: string): EvaluationError {
  return new EvaluationError(`Operator ${sign} cannot be applied to ${one} and ${other}`);
}

/** Formats a real number as .NET does: the shortest text, with exponents from 1E+15 and below 0.0001. */
export function realText(value: number, type: NumberType): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  if (Object.is(value, -0)) return '-0';
  const limit = type === 'float' ? 1e7 : 1e15;
  const short = type === 'float' ? shortFloat(value) : value;
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < limit)) return String(short);
  const [digits, exponent = '0'] = short.toExponential().split('e');
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}E${sign}${exponent.replace(/^[+-]/, '').padStart(2, '0')}`;
}

/** The shortest number that is the same as a float. */
function shortFloat(value: number): number {
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
