import type { TraceHeader, TraceRecord } from './schema.ts';

/** Formats a trace as newline-delimited JSON. */
export function formatTrace(header: TraceHeader, records: readonly TraceRecord[]): string {
  return [header, ...records].map((line) => `${JSON.stringify(line)}\n`).join('');
}
