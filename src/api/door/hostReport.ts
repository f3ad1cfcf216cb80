import * as z from 'zod/mini';

/** What a report has of the output of sessions. */
export type ReportedOutput = 'no output' | 'last output';

/** Describes the host and its sessions, with its trace. Without output, nothing in it could be a secret. */
export type CreateReport = (output: ReportedOutput) => Promise<string>;

/** The path of a report. */
export const hostReportPath = '/host/report';

/** Returns what to request for a report. */
export function toReportRequest(output: ReportedOutput): string {
  return output === 'no output' ? hostReportPath : `${hostReportPath}?output=last`;
}

/** Reads what is requested. */
export function readReportedOutput(parameters: URLSearchParams): ReportedOutput {
  return parameters.get('output') === 'last' ? 'last output' : 'no output';
}

/** The answer to `GET /host/report`. */
export const hostReportSchema = z.object({ report: z.string() });
