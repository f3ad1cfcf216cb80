/** A C# value that can be used in expressions here. */
export type CSharpValue =
  | { readonly kind: 'int' | 'real'; readonly value: number }
  | { readonly kind: 'string' | 'char'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'null' };

/** A value in the format of `Runtime.RemoteObject`, as the debug proxy describes it. */
export interface RemoteValue {
  readonly type: string;
  readonly subtype?: string | undefined;
  readonly className?: string | undefined;
  readonly value?: unknown;
}

const integers: ReadonlySet<string> = new Set(['SByte', 'Byte', 'Int16', 'UInt16', 'Int32']);
const reals: ReadonlySet<string> = new Set(['Double']);

/**
 * Converts a remote value; `undefined` if only .NET can compute with it, for example 64-bit integers and
 * decimals.
 */
export function toValue({
  className = '',
  subtype,
  type,
  value,
}: RemoteValue): CSharpValue | undefined {
  const name = className.replace(/^System\./, '');
  if (subtype === 'null') return { kind: 'null' };
  if (type === 'boolean' && typeof value === 'boolean') return { kind: 'bool', value };
  if (type === 'string' && typeof value === 'string') return { kind: 'string', value };
  if (type === 'symbol' && name === 'Char' && typeof value === 'string') {
    return { kind: 'char', value };
  }
  if (typeof value !== 'number') return undefined;
  if (integers.has(name)) return { kind: 'int', value };
  return reals.has(name) ? { kind: 'real', value } : undefined;
}

/** Formats a value as in an interpolated string of C#, in the invariant culture. */
export function toText(value: CSharpValue): string {
  switch (value.kind) {
    case 'null':
      return '';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'real':
      return realText(value.value);
    default:
      return value.value;
  }
}

/** C# uses exponents from 1E+15 and below 0.0001, JavaScript from 1e+21. */
function realText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  if (Object.is(value, -0)) return '-0';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e15)) return String(value);
  const [digits, exponent = '0'] = value.toExponential().split('e');
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}E${sign}${exponent.replace(/^[+-]/, '').padStart(2, '0')}`;
}
