import { type CSharpValue, toText } from './values.ts';

/** .NET's standard numeric formats in the invariant culture, by letter. The precision is optional. */
const formats: Readonly<
  Record<string, (value: number, precision: number | undefined) => string | undefined>
> = {
  D: (value, digits = 0) => {
    if (!Number.isInteger(value)) return undefined;
    return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(digits, '0')}`;
  },
  X: (value, digits = 0) => {
    if (!Number.isInteger(value)) return undefined;
    return (value >>> 0).toString(16).toUpperCase().padStart(digits, '0');
  },
  F: (value, digits = 2) => value.toFixed(digits),
  N: (value, digits = 2) => grouped(value.toFixed(digits)),
  P: (value, digits = 2) => `${grouped((value * 100).toFixed(digits))} %`,
};

/** Formats a value as C# does, with a format and an alignment; `undefined` for unsupported formats. */
export function formatValue(
  value: CSharpValue,
  alignment: number,
  format: string | undefined,
): string | undefined {
  const text = format === undefined ? toText(value) : formatted(value, format);
  if (text === undefined) return undefined;
  return alignment < 0 ? text.padEnd(-alignment) : text.padStart(alignment);
}

function formatted(value: CSharpValue, format: string): string | undefined {
  if (value.kind !== 'int' && value.kind !== 'real') return toText(value);
  const [, letter = '', precision] = /^([A-Za-z])(\d{0,2})$/.exec(format) ?? [];
  const isLower = letter !== letter.toUpperCase();
  const digits = precision === undefined || precision === '' ? undefined : Number(precision);
  const text = formats[letter.toUpperCase()]?.(value.value, digits);
  return isLower && letter === 'x' ? text?.toLowerCase() : text;
}

function grouped(text: string): string {
  return text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');
}
