import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';

z.config(english());

/** A string as programs, variables and arguments can carry it. */
export const text = z
  .string()
  .check(z.refine((value) => !value.includes('\0'), 'must not contain NUL'));
