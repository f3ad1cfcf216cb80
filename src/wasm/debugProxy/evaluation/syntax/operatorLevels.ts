import type { TokenStream } from './tokenStream.ts';

/** Binary operators by ascending precedence. `is` and `as` are among the relations. */
export const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>=', 'is', 'as'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** The level above the relations, where the operands of patterns are. */
export const shiftLevel = 7;

/** Takes one of these operators. `>>` comes as two tokens, since it also ends type arguments. */
export function takeOperator(tokens: TokenStream, signs: readonly string[]): string | undefined {
  const start = tokens.position;
  const sign = tokens.take(signs);
  if (sign === '>' && tokens.take(['>']) !== undefined) {
    tokens.position = start;
    return undefined;
  }
  if (sign !== undefined || !signs.includes('>>')) return sign;
  return tokens.takeBoth('>', '>') ? '>>' : undefined;
}
