import { localize } from '../../common/localization.ts';
import { breakpointsCheck, type Cause, getCause } from './checks/breakpoints.ts';
import { diagnose } from './diagnose.ts';
import type { BreakpointFact, DiagnosisFacts } from './facts.ts';

/**
 * Gives breakpoints that the page does not stop at the reason as their message: what happened and what to
 * do. Leaves out those that do not concern the page, because their code runs on the server anyway.
 */
export function explainUnbound<T extends BreakpointFact>(
  breakpoints: readonly T[],
  facts: DiagnosisFacts,
): readonly T[] {
  const { results } = diagnose(facts);
  const problem = results.find(
    ({ outcome, title }) => outcome === 'problem' && title !== breakpointsCheck.getTitle(),
  );
  const isElsewhere = facts.session?.place?.kind === 'server';
  return breakpoints.flatMap((breakpoint) => {
    const sources = facts.sources.kind === 'known' ? facts.sources.value : undefined;
    const cause = sources && getCause(breakpoint, sources, localize('Reload the page.'));
    if (isElsewhere && cause?.isOfPage === false) return [];
    const general = cause?.isCertain === true ? undefined : problem;
    const reason = general === undefined ? cause && formatReason(cause) : formatAppReason(general);
    if (reason === undefined) return [breakpoint];
    const isPending = general === undefined && cause?.isPending === true;
    return [{ ...breakpoint, verified: false, message: reason, ...(isPending && { isPending }) }];
  });
}

function formatAppReason({ finding, fix = '' }: { finding: string; fix?: string }): string {
  return plain(`${finding} ${fix}`);
}

function formatReason({ fix, text }: Cause): string {
  return plain(`${text} ${fix}`);
}

/** One line without Markdown, which starts like a sentence. */
function plain(text: string): string {
  const line = text.replaceAll('`', '').replaceAll(/\s+/g, ' ').trim();
  return line.charAt(0).toUpperCase() + line.slice(1);
}
