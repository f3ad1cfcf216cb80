import { StatusError } from '../answers/status.ts';
import type { Labels } from '../resource/labels.ts';

/** Whether labels match a selector. */
export type LabelSelector = (labels: Labels) => boolean;

const key = String.raw`(?:[A-Za-z0-9](?:[-A-Za-z0-9.]{0,251}[A-Za-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`;
const value = String.raw`(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?`;

const existence = new RegExp(`^(!?)\\s*(${key})$`);
const equality = new RegExp(`^(${key})\\s*(=|==|!=)\\s*(${value})$`);
const membership = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const validValue = new RegExp(`^${value}$`);

/**
 * Parses a label selector: requirements separated by commas, of the forms `key`, `!key`, `key=value`,
 * `key!=value`, `key in (a,b)` and `key notin (a,b)`. Throws a StatusError.
 */
export function parseLabelSelector(text: string): LabelSelector {
  const requirements = split(text).map(parseRequirement);
  return (labels) => requirements.every((isMet) => isMet(labels));
}

/** Splits at commas outside of parentheses. */
function split(text: string): readonly string[] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^()]*\))/).map((part) => part.trim());
}

function parseRequirement(text: string): LabelSelector {
  const [, negation, present] = existence.exec(text) ?? [];
  if (present !== undefined) return (labels) => Object.hasOwn(labels, present) === !negation;
  const [, compared, operator, wanted] = equality.exec(text) ?? [];
  if (compared !== undefined) {
    return (labels) => (read(labels, compared) === wanted) === (operator !== '!=');
  }
  const [, member, relation, list = ''] = membership.exec(text) ?? [];
  const values = new Set(list.split(',').map((one) => one.trim()));
  if (member !== undefined && [...values].every((one) => validValue.test(one))) {
    return (labels) => values.has(read(labels, member) ?? missing) === (relation === 'in');
  }
  throw new StatusError('BadRequest', `unable to parse the label selector at "${text}"`);
}

/** Labels can have the names of inherited properties. */
function read(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}

/** Differs from every value. */
const missing = '\0';
