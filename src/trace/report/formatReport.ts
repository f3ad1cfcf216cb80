import { findSecrets, type KnownSecret } from '../secrets/checkSecrets.ts';
import { traceErrors } from '../errors.ts';
import { formatTrace } from '../formatTrace.ts';
import { traceBegin, traceEnd } from './readReport.ts';
import type { Report, Section } from './report.ts';
import { formatOutput } from './shownOutput.ts';
import { contents, heading, invitation, labels, sections as descriptions } from './vocabulary.ts';

/** Formats a report as Markdown, with the trace at its end. */
export function formatReport({ outputs, sections, trace }: Report): string {
  const recorded =
    trace === undefined
      ? labels.untraced
      : `${traceBegin}\n${formatTrace(trace.header, trace.records)}${traceEnd}`;
  const hasOutput = outputs !== undefined;
  const parts = [
    heading,
    `${invitation} ${hasOutput ? contents.withOutput : contents.withoutOutput}`,
    ...sections.map(formatSection),
    ...(outputs ?? []).map(formatOutput),
    '## Trace',
    recorded,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Formats a report. Throws a HumanError if it contained one of the secrets. */
export function formatWithout(secrets: readonly KnownSecret[], report: Report): string {
  const text = formatReport(report);
  const [found] = findSecrets(text, secrets);
  if (found !== undefined) throw traceErrors.ReportWithSecret({ name: found });
  return text;
}

function formatSection({ kind, rows }: Section): string {
  const { columns, title } = descriptions[kind];
  const lines = [columns, columns.map(() => '---'), ...rows];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `## ${title}\n\n${rows.length === 0 ? labels.empty : table}`;
}
