import {
  findClosingBrace,
  type InterpolatedPart,
  parseHole,
} from '../../conditions/interpolatedParts.ts';
import type { NumberType } from '../values/numbers.ts';
import { EvaluationError } from '../evaluationError.ts';

export type Token =
  | { readonly kind: 'number'; readonly type: NumberType | 'decimal'; readonly text: string }
  | { readonly kind: 'string' | 'char'; readonly value: string }
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: string }
  | { readonly kind: 'interpolated'; readonly parts: readonly InterpolatedPart[] };

const number =
  /(?:0[xX](?<hex>[\da-fA-F_]+)|0[bB](?<binary>[01_]+)|(?<digits>\d[\d_]*(?<fraction>\.\d[\d_]*)?(?<exponent>[eE][+-]?\d+)?|\.\d[\d_]*))(?<suffix>[uU][lL]?|[lL][uU]?|[fFdDmM])?(?![\w])/uy;
const name = /@?[\p{L}_][\p{L}\p{N}_]*/uy;
const sign =
  /\?\?=|<<=|>>=|=>|\.\.|\?\.|\?\?|&&|\|\||==|!=|<=|>=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|\+\+|--|<<|[-+*/%<>!=()?:.,;[\]{}&|^~]/uy;
const space = /\s+|\/\/[^\n]*/uy;

/** Splits a C# expression into its tokens. Throws an EvaluationError for text that is none. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text) ?? undefined;
    if (found !== undefined) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (match(space) !== undefined) continue;
    const start = /^(?<interpolated>\$@?|@\$)?(?<verbatim>@)?(?<quotes>"""|")/u.exec(
      text.slice(at),
    );
    if (start !== null) {
      const read = readString(text, at, start[0]);
      tokens.push(read.token);
      at = read.end;
      continue;
    }
    const char = match(/'((?:[^'\\]|\\u[\da-fA-F]{4}|\\U[\da-fA-F]{8}|\\x[\da-fA-F]{1,4}|\\.))'/uy);
    if (char !== undefined) {
      const value = unescape(char[1] ?? '');
      if (value.length > 1) throw new EvaluationError('The escape needs more than one char');
      tokens.push({ kind: 'char', value });
      continue;
    }
    const found = match(number);
    if (found !== undefined) {
      tokens.push(toNumber(found.groups ?? {}));
      continue;
    }
    const named = match(name);
    if (named !== undefined) {
      tokens.push({ kind: 'name', value: named[0].replace('@', '') });
      continue;
    }
    const signed = match(sign);
    if (signed === undefined) throw new EvaluationError(`Unexpected character ${text[at]}`);
    tokens.push({ kind: 'sign', value: signed[0] });
  }
  return tokens;
}

function toNumber(groups: Readonly<Record<string, string | undefined>>): Token {
  const { binary, digits = '', exponent, fraction, hex } = groups;
  const suffix = (groups['suffix'] ?? '').toLowerCase();
  const prefix = hex === undefined ? (binary === undefined ? '' : '0b') : '0x';
  const text = prefix + (hex ?? binary ?? digits).replaceAll('_', '');
  const isReal = fraction !== undefined || exponent !== undefined || digits.startsWith('.');
  if (suffix === 'm') return { kind: 'number', type: 'decimal', text };
  if (suffix === 'f') return { kind: 'number', type: 'float', text };
  if (isReal || suffix === 'd') return { kind: 'number', type: 'double', text };
  return { kind: 'number', type: integerType(BigInt(text), suffix), text };
}

/** The first of the types that hold the value, as in C#. */
function integerType(value: bigint, suffix: string): NumberType {
  const isLong = suffix.includes('l');
  const isUnsigned = suffix.includes('u');
  if (value >= 2n ** 64n) throw new EvaluationError('The number is too large for its type');
  if (!isLong && !isUnsigned && value < 2n ** 31n) return 'int';
  if (!isLong && value < 2n ** 32n) return 'uint';
  return !isUnsigned && value < 2n ** 63n ? 'long' : 'ulong';
}

function readString(text: string, at: number, start: string): { token: Token; end: number } {
  const isInterpolated = start.includes('$');
  const isVerbatim = start.includes('@');
  const quotes = start.endsWith('"""') ? '"""' : '"';
  const isRaw = quotes === '"""';
  const parts: InterpolatedPart[] = [];
  let literal = '';
  let position = at + start.length;
  const end = (): { token: Token; end: number } => {
    if (!isInterpolated) {
      return { token: { kind: 'string', value: literal }, end: position + quotes.length };
    }
    parts.push({ kind: 'text', text: literal });
    return { token: { kind: 'interpolated', parts }, end: position + quotes.length };
  };
  while (position < text.length) {
    const char = text[position] ?? '';
    const next = text[position + 1];
    if (isVerbatim && char === '"' && next === '"') {
      literal += '"';
      position += 2;
    } else if (text.startsWith(quotes, position)) {
      return end();
    } else if (char === '\\' && !isVerbatim && !isRaw) {
      const escape = /^\\(?:u[\da-fA-F]{4}|U[\da-fA-F]{8}|x[\da-fA-F]{1,4}|[^])/u.exec(
        text.slice(position),
      )?.[0];
      literal += unescape(escape ?? '');
      position += escape?.length ?? 1;
    } else if (isInterpolated && (char === '{' || char === '}') && next === char) {
      literal += char;
      position += 2;
    } else if (isInterpolated && char === '{') {
      parts.push({ kind: 'text', text: literal });
      literal = '';
      const close = findClosingBrace(text, position);
      if (close === undefined) {
        throw new EvaluationError('A brace of the interpolated string is not closed');
      }
      parts.push(parseHole(text.slice(position + 1, close)));
      position = close + 1;
    } else {
      literal += char;
      position++;
    }
  }
  throw new EvaluationError('The string is not closed');
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  0: '\0',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
};

function unescape(text: string): string {
  return text.replace(/\\(?:[uUx]([\da-fA-F]+)|([^]))/u, (_, code?: string, letter = '') =>
    code === undefined ? (escapes[letter] ?? letter) : fromCode(Number.parseInt(code, 16)),
  );
}

function fromCode(code: number): string {
  if (code > 0x10_ffff) throw new EvaluationError('The escape is no character of Unicode');
  return String.fromCodePoint(code);
}
