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
