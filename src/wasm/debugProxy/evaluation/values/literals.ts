import type { DecimalValue } from './decimals.ts';
import type { NumberValue } from './numbers.ts';

/** A value that can be written as a literal. */
export type LiteralValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'char'; readonly value: string }
  | { readonly kind: 'string'; readonly value: string }
  | NumberValue
  | DecimalValue;
