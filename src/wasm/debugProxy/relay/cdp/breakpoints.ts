import * as z from 'zod/mini';

const breakpointSchema = z.object({ breakpointId: z.string() });

const placeSchema = z.object({
  url: z.optional(z.string()),
  urlRegex: z.optional(z.string()),
  scriptHash: z.optional(z.string()),
  lineNumber: z.number(),
  columnNumber: z.optional(z.number()),
});

/** V8's numbers for what identifies the scripts of a breakpoint, which its ids begin with. */
const selectors = [
  ['url', 1],
  ['urlRegex', 2],
  ['scriptHash', 3],
] as const;

/** Reads the id from the parameters or the result of a command for a breakpoint; `undefined` if there is none. */
export function readBreakpointId(from: unknown): string | undefined {
  return breakpointSchema.safeParse(from).data?.breakpointId;
}

/**
 * Returns the id that V8 gives a breakpoint, which depends on its location only; `undefined` if the parameters of
 * `Debugger.setBreakpointByUrl` have no location.
 */
export function getBreakpointId(params: unknown): string | undefined {
  const { data: place } = placeSchema.safeParse(params);
  const [name, kind] = selectors.find(([key]) => place?.[key] !== undefined) ?? [];
  if (place === undefined || name === undefined) return undefined;
  return `${kind}:${place.lineNumber}:${place.columnNumber ?? 0}:${place[name]}`;
}
