import * as z from 'zod/mini';
import type { CdpMessage } from './relay/cdp/messages.ts';
import { type Paused, pausedSchema } from './relay/cdp/callFrames.ts';

const locationSchema = z.object({ scriptId: z.string(), lineNumber: z.number() });
type Location = z.output<typeof locationSchema>;

const setSchema = z.object({ breakpointId: z.string(), locations: z.array(locationSchema) });
const removedSchema = z.object({ breakpointId: z.string() });
const filterSchema = z.object({ state: z.string() });

/** What becomes of the stop of a page when its debugger takes over. */
type StopOutcome =
  | { readonly kind: 'none' }
  /** No breakpoint of the debugger is there. */
  | { readonly kind: 'resume' }
  /** The debugger gets an event with these parameters. */
  | { readonly kind: 'report'; readonly params: Paused };

/**
 * Where a page has stopped that runs before its debugger takes over, and which breakpoints of the debugger are there.
 * Knows no sockets.
 */
export class EarlyStop {
  /** The breakpoints that were set for the debugger. */
  readonly ids = new Set<string>();
  /** The ids of the debugger's pending commands that set breakpoints. */
  readonly #asked = new Set<number>();
  /** Where the debugger's breakpoints are, by id. */
  readonly #places = new Map<string, readonly Location[]>();
  #paused: Paused | undefined;
  #stopsAtExceptions = false;

  /** Whether the page is stopped. */
  get isStopped(): boolean {
    return this.#paused !== undefined;
  }

  /** Whether the debugger wants to stop at exceptions. */
  get stopsAtExceptions(): boolean {
    return this.#stopsAtExceptions;
  }

  /** Whether an event is a stop at a breakpoint that was set for the debugger. */
  isOwn(method: string, params: unknown): boolean {
    const hits =
      method === 'Debugger.paused' && pausedSchema.safeParse(params).data?.hitBreakpoints;
    return hits ? hits.some((id) => this.ids.has(id)) : false;
  }

  /** Handles an event of the page. Returns whether it is kept from the debugger. */
  hear(method: string, params: unknown): boolean {
    if (method === 'Debugger.paused') {
      this.#paused = pausedSchema.safeParse(params).data;
      return this.isStopped;
    }
    if (method === 'Runtime.executionContextsCleared') this.#paused = undefined;
    if (method !== 'Debugger.resumed') return false;
    this.#paused = undefined;
    return true;
  }

  /** Handles a command of the debugger to the page. */
  ask({ id, method, params }: CdpMessage): void {
    if (method === 'Debugger.setBreakpointByUrl' && id !== undefined) this.#asked.add(id);
    if (method === 'Debugger.removeBreakpoint') {
      this.#places.delete(removedSchema.safeParse(params).data?.breakpointId ?? '');
    }
    if (method !== 'Debugger.setPauseOnExceptions') return;
    this.#stopsAtExceptions = filterSchema.safeParse(params).data?.state !== 'none';
  }

  /** Handles the response to a command of the debugger. */
  answer({ id, result }: Pick<CdpMessage, 'id' | 'result'> = {}): void {
    if (id === undefined || !this.#asked.delete(id)) return;
    const { data } = setSchema.safeParse(result);
    if (data !== undefined) this.#places.set(data.breakpointId, data.locations);
  }

  /** Returns what becomes of the stop, in which the debugger's breakpoints replace those that were set for it. */
  settle(): StopOutcome {
    const paused = this.#paused;
    if (paused === undefined) return { kind: 'none' };
    const hits = paused.hitBreakpoints ?? [];
    if (!hits.some((id) => this.ids.has(id))) return { kind: 'report', params: paused };
    const at = locationSchema.safeParse(paused.callFrames[0]?.location).data;
    const known = [...this.#places].filter(([, places]) =>
      places.some((one) => one.scriptId === at?.scriptId && one.lineNumber === at.lineNumber),
    );
    const others = hits.filter((id) => !this.ids.has(id));
    const hitBreakpoints = [...new Set([...others, ...known.map(([id]) => id)])];
    if (hitBreakpoints.length === 0) return { kind: 'resume' };
    return { kind: 'report', params: { ...paused, hitBreakpoints } };
  }
}
