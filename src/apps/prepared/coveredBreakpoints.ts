import type { BreakpointPlace } from '../../wasm/pageDebugger.ts';

/** Whether a page that stops at `present` stops at all breakpoints of the user. */
export function areCovered(
  wanted: readonly BreakpointPlace[],
  present: readonly BreakpointPlace[],
): boolean {
  const known = new Set(present.map(toText));
  return wanted.every((one) => known.has(toText(one)));
}

function toText({ column, line, path }: BreakpointPlace): string {
  return JSON.stringify([path, line, column]);
}
