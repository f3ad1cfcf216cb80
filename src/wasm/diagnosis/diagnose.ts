import { localize } from '../../common/localization.ts';
import { breakpointsCheck } from './checks/breakpoints.ts';
import { browserCheck } from './checks/browser.ts';
import type { Check, Verdict } from './checks/check.ts';
import { debugLevelCheck } from './checks/debugLevel.ts';
import { debugProxyCheck } from './checks/debugProxy.ts';
import { otherExtensionsCheck } from './checks/otherExtensions.ts';
import { projectCheck } from './checks/project.ts';
import { servedSymbolsCheck } from './checks/servedSymbols.ts';
import { serviceWorkerCheck } from './checks/serviceWorker.ts';
import { sourcePathsCheck } from './checks/sourcePaths.ts';
import { versionsCheck } from './checks/versions.ts';
import type { DiagnosisFacts } from './facts.ts';

/** All checks, causes before effects. */
const checks: readonly Check[] = [
  projectCheck,
  servedSymbolsCheck,
  debugLevelCheck,
  debugProxyCheck,
  browserCheck,
  versionsCheck,
  sourcePathsCheck,
  serviceWorkerCheck,
  otherExtensionsCheck,
  breakpointsCheck,
];

/** The result of one check. */
export type CheckResult = { readonly title: string } & Verdict;

/** The result of a diagnosis. */
export interface Report {
  /** The project and the page, if they are known. */
  readonly subject: string;
  /** In the order of the checks. */
  readonly results: readonly CheckResult[];
  /** The first problem, otherwise the first warning. */
  readonly first: (CheckResult & { readonly outcome: 'problem' | 'warning' }) | undefined;
}

/** Runs all checks. */
export function diagnose(facts: DiagnosisFacts): Report {
  const results: CheckResult[] = [];
  for (const check of checks)
    results.push({ title: check.getTitle(), ...check.run(facts, results) });
  const first = (outcome: 'problem' | 'warning'): Report['first'] =>
    results.find((result): result is NonNullable<Report['first']> => result.outcome === outcome);
  return { subject: getSubject(facts), results, first: first('problem') ?? first('warning') };
}

function getSubject({ project, served }: DiagnosisFacts): string {
  const name = project.kind === 'known' ? project.value.name : undefined;
  const url = served.kind === 'not asked' ? undefined : served.url;
  return name && url ? localize('{name} at {url}', { name, url }) : name || url || '';
}
