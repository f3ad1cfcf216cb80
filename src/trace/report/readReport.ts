import { heading } from './vocabulary.ts';

/** The lines that enclose the trace of a report. */
export const traceBegin = '```ndjson';
export const traceEnd = '```';

/** Whether a text is a report, which has other text than a trace. */
export function isReport(text: string): boolean {
  return toLines(text).includes(heading);
}

/** Whether there is a trace in a report. */
export function hasTrace(report: string): boolean {
  return toLines(report).includes(traceBegin);
}

/** Returns the trace in a report, each line at its place, or the text itself if it isn't a report. */
export function extractTrace(text: string): string {
  if (!isReport(text)) return text;
  const lines = toLines(text);
  const begin = lines.lastIndexOf(traceBegin);
  const end = lines.indexOf(traceEnd, begin);
  const isInside = (index: number): boolean => begin >= 0 && index > begin && index < end;
  return lines.map((line, index) => (isInside(index) ? line : '')).join('\n');
}

function toLines(text: string): readonly string[] {
  return text.split(/\r?\n/);
}
