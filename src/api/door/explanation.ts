import * as z from 'zod/mini';

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

/** Returns the place in the query of a request. */
export function readPlace(parameters: URLSearchParams): BreakpointPlace {
  const line = Number(parameters.get('line'));
  return { file: parameters.get('file') ?? undefined, line: line > 0 ? line : undefined };
}
