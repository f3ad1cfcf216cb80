import { localize } from '../../../common/localization.ts';
import type { DiagnosisFacts } from '../facts.ts';

/** The result of a check. A failure has exactly one fix. */
export type Verdict =
  | { readonly outcome: 'ok' | 'unknown' | 'not applicable'; readonly finding: string }
  | { readonly outcome: 'problem' | 'warning'; readonly finding: string; readonly fix: string };

export type Outcome = Verdict['outcome'];

/** A condition for breakpoints to bind. Pure. */
export interface Check {
  getTitle(): string;
  /** Checks the facts. `before` contains the results of earlier checks. */
  run(facts: DiagnosisFacts, before: readonly Verdict[]): Verdict;
}

export function ok(finding: string): Verdict {
  return { outcome: 'ok', finding };
}

/** The check could not be performed. */
export function unknown(finding: string): Verdict {
  return { outcome: 'unknown', finding };
}

/** The check does not apply. */
export function notApplicable(finding: string): Verdict {
  return { outcome: 'not applicable', finding };
}

/** Prevents breakpoints from binding. */
export function problem(finding: string, fix: string): Verdict {
  return { outcome: 'problem', finding, fix };
}

/** May prevent breakpoints from binding. */
export function warning(finding: string, fix: string): Verdict {
  return { outcome: 'warning', finding, fix };
}

/** The finding of checks that need a running session. */
export function noSession(): string {
  return localize('No session of the app is running.');
}

/** Joins names, abbreviating a long list. */
export function joinNames(all: readonly string[]): string {
  const most = 5;
  const shown = all.slice(0, most).map((name) => `\`${name}\``);
  const rest = all.length - shown.length;
  const names = shown.join(', ');
  return rest > 0 ? localize('{names} and {rest} more', { names, rest }) : names;
}
