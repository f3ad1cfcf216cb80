import type { PageBreakpoint } from '../../../wasm/pageDebugger.ts';

/**
 * Combines the breakpoints of several pages, each of which has a debug session with all of them. A breakpoint is
 * bound if one of the pages has its code.
 */
export function combineBreakpoints(
  pages: readonly (readonly PageBreakpoint[])[],
): readonly PageBreakpoint[] {
  const combined = new Map<string, PageBreakpoint>();
  for (const breakpoint of pages.flat()) {
    const place = `${breakpoint.path}:${breakpoint.line}`;
    const known = combined.get(place);
    if (known === undefined || rank(breakpoint) > rank(known)) combined.set(place, breakpoint);
  }
  return [...combined.values()];
}

/** How much a page knows of the code of a breakpoint. */
function rank({ isSourceLoaded, verified }: PageBreakpoint): number {
  if (verified) return 2;
  return isSourceLoaded === true ? 1 : 0;
}
