import * as z from 'zod/mini';
import type { Page } from '../../browser/page/page.ts';

const placeSchema = z.union([
  z.object({ kind: z.enum(['page', 'server', 'nowhere']) }),
  z.object({ kind: z.literal('frame'), url: z.string() }),
]);

/**
 * Where the .NET code of a page runs: in the page itself, on its server until WebAssembly takes over, in a
 * frame of the page, or nowhere yet.
 */
export type RunPlace = Readonly<z.output<typeof placeSchema>>;

/** Blazor has a `reconnect` function if there is a circuit, and a platform if WebAssembly has started. */
const placeScript = `(() => {
  const blazor = globalThis.Blazor;
  if (blazor?.reconnect && !blazor.platform) return { kind: 'server' };
  if (globalThis.getDotnetRuntime?.(0)) return { kind: 'page' };
  if (blazor) return { kind: 'nowhere' };
  const frame = [...document.querySelectorAll('iframe')].find(({ contentWindow }) => {
    try {
      return contentWindow.getDotnetRuntime !== undefined;
    } catch {
      return true;
    }
  });
  return frame ? { kind: 'frame', url: frame.src } : { kind: 'nowhere' };
})()`;

/** Determines where the .NET code of a page runs, even while it is paused. Rejects like the page's evaluation. */
export function runPlace(page: Page): Promise<RunPlace> {
  return page.evaluate(placeScript, placeSchema);
}
