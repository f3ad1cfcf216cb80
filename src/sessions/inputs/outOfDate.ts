import { relative } from 'node:path';
import { type SessionCondition, outOfDateCondition } from '../../protocol/ideSession.ts';
import { toTransitionTime } from '../conditions.ts';
import { maxChanged } from './watchedInputs.ts';

/** How many files are named. */
const maxNamed = 3;

/** Returns the condition of a session whose inputs have changed. Their names are relative to `base`. */
export function toCondition(
  base: string,
  changed: ReadonlySet<string>,
  since: Date,
): SessionCondition {
  return {
    type: outOfDateCondition,
    status: 'True',
    reason: 'FilesChanged',
    message: describe([...changed].map((path) => toName(base, path)).toSorted()),
    lastTransitionTime: toTransitionTime(since),
  };
}

function describe(names: readonly string[]): string {
  const [only = ''] = names;
  if (names.length === 1) return `${only} has changed since the program was started.`;
  const others = names.length - maxNamed;
  const atLeast = names.length >= maxChanged ? 'at least ' : '';
  const rest = `${atLeast}${others} other${others === 1 ? '' : 's'}`;
  const parts = [...names.slice(0, maxNamed), ...(others > 0 ? [rest] : [])];
  const last = parts.pop() ?? '';
  return `${parts.join(', ')} and ${last} have changed since the program was started.`;
}

/** A path that leads far up is shown as it is. */
function toName(base: string, path: string): string {
  const name = relative(base, path);
  return name.startsWith('..') && name.length > path.length ? path : name.replaceAll('\\', '/');
}
