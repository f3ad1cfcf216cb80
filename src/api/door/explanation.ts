import type { ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { getMessage } from '../../common/log.ts';

/** A breakpoint of the editor; all of a file or on a line, or all of them. */
export interface BreakpointPlace {
  /** A path, or the end of one. */
  readonly file?: string | undefined;
  /** One-based. */
  readonly line?: number | undefined;
}

/** Explains, in Markdown, which C# breakpoints of pages are bound, and what keeps the others from it. */
export type ExplainBreakpoints = (place: BreakpointPlace) => Promise<string>;

/** The answer to `GET /host/breakpoints`. */
export const explanationSchema = z.object({ explanation: z.string() });

/** Answers a request for an explanation. */
export async function sendExplanation(
  response: ServerResponse,
  explain: ExplainBreakpoints,
  parameters: URLSearchParams,
): Promise<void> {
  const line = Number(parameters.get('line'));
  const place = { file: parameters.get('file') ?? undefined, line: line > 0 ? line : undefined };
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  try {
    const explanation = await explain(place);
    response.writeHead(200, headers).end(JSON.stringify({ explanation }));
  } catch (error) {
    response.writeHead(500, headers).end(JSON.stringify({ message: getMessage(error) }));
  }
}
