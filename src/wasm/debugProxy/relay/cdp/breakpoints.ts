import * as z from 'zod/mini';

const breakpointSchema = z.object({ breakpointId: z.string() });

const placeSchema = z.object({
  url: z.optional(z.string()),
  urlRegex: z.optional(z.string()),
  scriptHash: z.optional(z.string()),
  lineNumber: z.number(),
  columnNumber: z.optional(z.number()),
});

/** V8's numbers for what identifies the scripts of a breakpoint. */
const selectors = [
  ['url', 1],
  ['urlRegex', 2],
  ['scriptHash', 3],
] as const;

/** Reads the id from the parameters or the result of a command for a breakpoint; `undefined` if there is none. */
export function readBreakpointId(from: unknown): string | undefined {
  return breakpointSchema.safeParse(from).data?.breakpointId;
}

/** What V8's ids begin with: nothing, and in newer versions a prefix. */
const idPrefixes = ['', 'br:'];

/** Returns the ids that V8 may give a breakpoint, which depend on its location only, and on the prefix that others have. */
export function listBreakpointIds(params: unknown, prefix = ''): readonly string[] {
  const place = toPlace(params);
  if (place === undefined) return [];
  return [...new Set([...idPrefixes, prefix])].map((one) => `${one}${place}`);
}

/** Returns what an id begins with before its location; `undefined` if it doesn't end with that. */
export function readIdPrefix(id: string, place: string): string | undefined {
  return place !== '' && id.endsWith(place) ? id.slice(0, -place.length) : undefined;
}

/**
 * Returns the location of a breakpoint as V8 writes it in ids; `undefined` if the parameters of
 * `Debugger.setBreakpointByUrl` have none.
 */
export function toPlace(params: unknown): string | undefined {
  const { data: place } = placeSchema.safeParse(params);
  const [name, kind] = selectors.find(([key]) => place?.[key] !== undefined) ?? [];
  if (place === undefined || name === undefined) return undefined;
  return `${kind}:${place.lineNumber}:${place.columnNumber ?? 0}:${place[name]}`;
}
