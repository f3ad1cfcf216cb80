import * as z from 'zod/mini';
import { type Deferred, deferred } from '../../../../common/deferred.ts';
import { pass, PerTarget, type RelayHandler } from '../handler.ts';

const placeSchema = z.object({
  url: z.optional(z.string()),
  urlRegex: z.optional(z.string()),
  scriptHash: z.optional(z.string()),
  lineNumber: z.number(),
  columnNumber: z.optional(z.number()),
});
const breakpointSchema = z.object({ breakpointId: z.string() });

/** The breakpoints of one target. */
class Places {
  /** The place of each breakpoint, by id. */
  readonly byId = new Map<string, string>();
  /** Removals that have not been answered, by place. */
  readonly removals = new Map<string, Deferred<void>>();
}

/**
 * Holds a breakpoint back until the one that was at its place is removed. A debugger that changes a
 * condition sends both at once; the proxy takes longer to remove than to set, refuses the new one since its
 * place is taken, and the breakpoint is lost.
 */
export function breakpointPlacesHandler(): RelayHandler {
  const places = new PerTarget(() => new Places());
  return {
    name: 'breakpoint places',
    commands: {
      'Debugger.removeBreakpoint': ({ params }, target) => {
        const { byId, removals } = places.of(target);
        const place = byId.get(idOf(params) ?? '');
        if (place !== undefined) removals.set(place, deferred());
        return pass;
      },
      'Debugger.setBreakpointByUrl': ({ params }, target) => {
        const removal = places.of(target).removals.get(placeOf(params) ?? '');
        return removal === undefined ? pass : removal.promise.then(() => pass);
      },
    },
    answers: {
      'Debugger.removeBreakpoint': (_, { params }, target) => {
        const { byId, removals } = places.of(target);
        const id = idOf(params) ?? '';
        const place = byId.get(id) ?? '';
        byId.delete(id);
        removals.get(place)?.resolve();
        removals.delete(place);
        return pass;
      },
      'Debugger.setBreakpointByUrl': ({ result }, { params }, target) => {
        const [id, place] = [idOf(result), placeOf(params)];
        if (id !== undefined && place !== undefined) places.of(target).byId.set(id, place);
        return pass;
      },
    },
  };
}

function idOf(from: unknown): string | undefined {
  return breakpointSchema.safeParse(from).data?.breakpointId;
}

function placeOf(params: unknown): string | undefined {
  const { data } = placeSchema.safeParse(params);
  if (data === undefined) return undefined;
  const { columnNumber = 0, lineNumber, scriptHash, url, urlRegex } = data;
  return JSON.stringify([url, urlRegex, scriptHash, lineNumber, columnNumber]);
}
