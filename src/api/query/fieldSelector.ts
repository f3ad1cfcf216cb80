import { StatusError } from '../answers/status.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';

/** Whether the fields of a session match a selector. */
export type FieldSelector = (session: IdeSession) => boolean;

/** The fields that selectors support. Sessions have no namespace. */
const fields: Readonly<Record<string, (session: IdeSession) => string>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': () => '',
};

/** Parses a field selector: `field=value` and `field!=value`, separated by commas. Throws a StatusError. */
export function parseFieldSelector(text: string): FieldSelector {
  const requirements = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(parseRequirement);
  return (session) => requirements.every((isMet) => isMet(session));
}

function parseRequirement(text: string): FieldSelector {
  const [, field = '', operator, value] = /^\s*([^=!\s]+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(text) ?? [];
  if (operator === undefined) {
    throw new StatusError('BadRequest', `invalid field selector: "${text}"`);
  }
  const read = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (read === undefined) {
    throw new StatusError(
      'BadRequest',
      `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
  return (session) => (read(session) === value) === (operator !== '!=');
}
