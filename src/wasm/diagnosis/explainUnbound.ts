import { breakpointsCheck, type Cause, causeOf } from './checks/breakpoints.ts';
import { diagnose } from './diagnose.ts';
import type { BreakpointFact, DiagnosisFacts } from './facts.ts';

const reload = 'Reload the page.';

/**
 * Gives breakpoints that the page does not stop at the reason as their message: what happened and what to
 * do. Leaves out those that do not concern the page, because their code runs on the server anyway.
 */
export function explainUnbound<T extends BreakpointFact>(
  breakpoints: readonly T[],
  facts: DiagnosisFacts,
): readonly T[] {
  const { results } = diagnose(facts);
  const general = results.find(
    ({ outcome, title }) => outcome === 'problem' && title !== breakpointsCheck.title,
  );
  const isElsewhere = facts.session?.place?.kind === 'server';
  return breakpoints.flatMap((breakpoint) => {
    const sources = facts.sources.kind === 'known' ? facts.sources.value : undefined;
    const cause = sources && causeOf(breakpoint, sources, reload);
    if (isElsewhere && cause?.isOfPage === false) return [];
    const reason = reasonOf(cause, general);
    return [
      reason === undefined ? breakpoint : { ...breakpoint, verified: false, message: reason },
    ];
  });
}

function reasonOf(
  cause: Cause | undefined,
  general: { readonly finding: string; readonly fix?: string } | undefined,
): string | undefined {
  if (cause?.isCertain !== true && general !== undefined) {
    return plain(`${general.finding} ${general.fix ?? ''}`);
  }
  // The place is the breakpoint's own.
  return cause && plain(`${cause.text.replace(/^`[^`]*`: /, '')} ${cause.fix}`);
}

/** One line without Markdown, which starts like a sentence. */
function plain(text: string): string {
  const line = text.replaceAll('`', '').replaceAll(/\s+/g, ' ').trim();
  return line.charAt(0).toUpperCase() + line.slice(1);
}
