import { printable, shorten } from '../../common/printable.ts';
import { StatusError } from '../answers/status.ts';

/** What happens to fields that the kind doesn't have, or that a body has twice. */
export const fieldValidations = ['Ignore', 'Warn', 'Strict'] as const;
export type FieldValidation = (typeof fieldValidations)[number];

/** The maximum length of the name of a field in an answer. */
const longestField = 200;

/** Fields of a body that are ignored. */
export interface IgnoredFields {
  readonly unknown: readonly string[];
  readonly duplicate: readonly string[];
}

/**
 * Returns the warnings about fields that are ignored, for the header `Warning`. Throws a StatusError if
 * they are not to be ignored.
 */
export function checkFields(
  { duplicate, unknown }: IgnoredFields,
  validation: FieldValidation,
): readonly string[] {
  if (validation === 'Ignore') return [];
  const problems = [
    ...unknown.map((field) => `unknown field ${quote(field)}`),
    ...duplicate.map((field) => `duplicate field ${quote(field)}`),
  ];
  if (validation === 'Strict' && problems.length > 0) {
    throw new StatusError('BadRequest', `strict decoding error: ${problems.join(', ')}`);
  }
  return problems.map(toWarning);
}

function quote(field: string): string {
  return JSON.stringify(shorten(printable(field), longestField));
}

/** Formats the value of a header `Warning` (RFC 7234, section 5.5), which takes ASCII only. */
function toWarning(text: string): string {
  const ascii = text.replace(/[^\x20-\x7e]/g, '?');
  return `299 - "${ascii.replace(/["\\]/g, '\\$&')}"`;
}
