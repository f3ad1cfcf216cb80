import type { DecimalValue } from './decimals.ts';
import type { NumberValue } from './numbers.ts';

/** A value that can be written as a literal. */
export type LiteralValue =
  /** `declared` is the type of the variable or member that has it, if that is known and nullable or a string. */
  | { readonly kind: 'null'; readonly declared?: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'char'; readonly value: string }
  | { readonly kind: 'string'; readonly value: string }
  | NumberValue
  | DecimalValue;
