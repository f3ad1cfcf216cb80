import type { Outcome } from './checks/check.ts';
import type { CheckResult, Report } from './diagnose.ts';

const marks: Readonly<Record<Outcome, string>> = {
  ok: '✅',
  problem: '❌',
  warning: '⚠️',
  unknown: '❔',
  'not applicable': '➖',
};

/** The report as a Markdown document, what to do first at its head. */
export function renderReport(report: Report): string {
  const { subject, results } = report;
  const title = `# Blazor debugging${subject === '' ? '' : `: ${subject}`}`;
  const sections = results.map((result, index) => section(index + 1, result));
  return [title, summary(report), ...sections].join('\n\n') + '\n';
}

function summary({ first, results }: Report): string {
  if (first === undefined) {
    const isAllKnown = results.every(({ outcome }) => outcome !== 'unknown');
    return isAllKnown
      ? '**Nothing was found that keeps breakpoints from binding.**'
      : '**Nothing was found that keeps breakpoints from binding, but not everything could be looked at.**';
  }
  const others = results.filter((result) => result.title !== first.title && 'fix' in result).length;
  const rest = others === 0 ? '' : ` ${others} more may be gone after that.`;
  return `**${first.outcome === 'problem' ? 'Mend this first' : 'Look at this'}: ${first.title}.** ${first.fix}${rest}`;
}

function section(number: number, result: CheckResult): string {
  const head = `## ${number}. ${result.title}: ${marks[result.outcome]} ${result.outcome}`;
  const fix = 'fix' in result ? [`**Fix:** ${result.fix}`] : [];
  return [head, result.finding, ...fix].join('\n\n');
}
