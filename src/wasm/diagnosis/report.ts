import { localize } from '../../common/localization.ts';
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
  const title = `# ${localize('Blazor debugging')}${subject === '' ? '' : `: ${subject}`}`;
  const sections = results.map((result, index) => section(index + 1, result));
  return [title, summary(report), ...sections].join('\n\n') + '\n';
}

function summary({ first, results }: Report): string {
  if (first === undefined) {
    const isAllKnown = results.every(({ outcome }) => outcome !== 'unknown');
    return isAllKnown
      ? `**${localize('No problems found.')}**`
      : `**${localize('No problems found, but some checks could not be performed.')}**`;
  }
  const count = results.filter((result) => result.title !== first.title && 'fix' in result).length;
  const rest = count === 0 ? '' : ` ${localize('This may also fix {count} more.', { count })}`;
  const { fix, outcome, title } = first;
  const what =
    outcome === 'problem'
      ? localize('Fix this first: {title}.', { title })
      : localize('Check this: {title}.', { title });
  return `**${what}** ${fix}${rest}`;
}

function section(number: number, result: CheckResult): string {
  const { finding, outcome, title } = result;
  const head = `## ${number}. ${title}: ${marks[outcome]} ${describe(outcome)}`;
  const fix = 'fix' in result ? [`**${localize('Fix:')}** ${result.fix}`] : [];
  return [head, finding, ...fix].join('\n\n');
}

function describe(outcome: Outcome): string {
  switch (outcome) {
    case 'ok':
      return localize('ok');
    case 'problem':
      return localize('problem');
    case 'warning':
      return localize('warning');
    case 'unknown':
      return localize('unknown');
    case 'not applicable':
      return localize('not applicable');
  }
}
