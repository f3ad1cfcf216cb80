import type { Expression } from './expression.ts';
import { parseExpression } from './parser.ts';

/** Whether an expression has a part of one of these kinds. */
export function contains(part: unknown, kinds: readonly Expression['kind'][]): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('kind' in part && kinds.some((kind) => kind === part.kind)) return true;
  // The expressions in an interpolated string are parsed when they are evaluated.
  if ('kind' in part && part.kind === 'expression' && 'expression' in part) {
    return contains(parseExpression(String(part.expression)), kinds);
  }
  return Object.values(part).some((inner) => contains(inner, kinds));
}
