import type { DiagnosisFacts } from '../facts.ts';

/** What a check found; what fails has exactly one fix. */
export type Verdict =
  | { readonly outcome: 'ok' | 'unknown' | 'not applicable'; readonly finding: string }
  | { readonly outcome: 'problem' | 'warning'; readonly finding: string; readonly fix: string };

export type Outcome = Verdict['outcome'];

/** One thing that must be so for breakpoints to bind. Pure: looks at what it is given and nothing else. */
export interface Check {
  readonly title: string;
  /** Judges the facts, knowing what the checks before it found. */
  run(facts: DiagnosisFacts, before: readonly Verdict[]): Verdict;
}

export function ok(finding: string): Verdict {
  return { outcome: 'ok', finding };
}

/** What could not be judged, and why. */
export function unknown(finding: string): Verdict {
  return { outcome: 'unknown', finding };
}

/** What there is nothing to judge for. */
export function notApplicable(finding: string): Verdict {
  return { outcome: 'not applicable', finding };
}

/** What keeps breakpoints from binding. */
export function problem(finding: string, fix: string): Verdict {
  return { outcome: 'problem', finding, fix };
}

/** What may keep breakpoints from binding. */
export function warning(finding: string, fix: string): Verdict {
  return { outcome: 'warning', finding, fix };
}

/** What is said where a session is needed and none runs. */
export const noSession = 'No session of the app runs.';

/** Names as the end of a sentence shows them, many of them cut short. */
export function listed(names: readonly string[]): string {
  const most = 5;
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
