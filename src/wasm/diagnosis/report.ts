import type { Outcome } from './checks/check.ts';
import type { CheckResult, Report } from './diagnose.ts';

const marks: Readonly<Record<Outcome, string>> = {
  ok: '✅',
  problem: '❌',
  warning: '⚠️',
  unknown: '❔',
  'not applicable': '➖',
};

/** Renders the report as Markdown, beginning with what to do first. */
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
      ? '**No problems found.**'
      : '**No problems found, but some checks could not be performed.**';
  }
  const others = results.filter((result) => result.title !== first.title && 'fix' in result).length;
  const rest = others === 0 ? '' : ` This may also fix ${others} more.`;
  return `**${first.outcome === 'problem' ? 'Fix this first' : 'Check this'}: ${first.title}.** ${first.fix}${rest}`;
}

function section(number: number, result: CheckResult): string {
  const head = `## ${number}. ${result.title}: ${marks[result.outcome]} ${result.outcome}`;
  const fix = 'fix' in result ? [`**Fix:** ${result.fix}`] : [];
  return [head, result.finding, ...fix].join('\n\n');
}
