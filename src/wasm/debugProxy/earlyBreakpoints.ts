import * as z from 'zod/mini';
import { readBreakpointId } from './relay/cdp/breakpoints.ts';
import type { CdpMessage } from './relay/cdp/messages.ts';
import { type Paused, pausedSchema } from './relay/cdp/callFrames.ts';

const locationSchema = z.object({ scriptId: z.string(), lineNumber: z.number() });
type Location = z.output<typeof locationSchema>;

const setSchema = z.object({ breakpointId: z.string(), locations: z.array(locationSchema) });
const resolvedSchema = z.object({ breakpointId: z.string(), location: locationSchema });
const filterSchema = z.object({ state: z.string() });

/** What the debugger is told of a stop. */
type StopOutcome =
  /** The event as it is. */
  | { readonly kind: 'pass' }
  /** Nothing, since none of its breakpoints is there. */
  | { readonly kind: 'resume' }
  /** An event with these parameters. */
  | { readonly kind: 'replace'; readonly params: Paused };

/** Breakpoints that were set for a debugger before it set its own, which replace them. Knows no sockets. */
export class EarlyBreakpoints {
  readonly #ids = new Set<string>();
  /** The ids of the debugger's pending commands that set breakpoints. */
  readonly #asked = new Set<number>();
  /** Where the breakpoints are that are not set here, by id. */
  readonly #places = new Map<string, readonly Location[]>();
  #stopsAtExceptions = false;

  /** Whether the debugger wants to stop at exceptions. */
  get stopsAtExceptions(): boolean {
    return this.#stopsAtExceptions;
  }

  add(id: string): void {
    this.#ids.add(id);
  }

  /** Handles a command of the debugger to the page. */
  ask({ id, method, params }: CdpMessage): void {
    if (method === 'Debugger.setBreakpointByUrl' && id !== undefined) this.#asked.add(id);
    if (method === 'Debugger.removeBreakpoint') {
      this.#places.delete(readBreakpointId(params) ?? '');
    }
    if (method !== 'Debugger.setPauseOnExceptions') return;
    this.#stopsAtExceptions = filterSchema.safeParse(params).data?.state !== 'none';
  }

  /** Handles the response to a command of the debugger. */
  answer({ id, result }: Pick<CdpMessage, 'id' | 'result'>): void {
    if (id === undefined || !this.#asked.delete(id)) return;
    const { data } = setSchema.safeParse(result);
    for (const place of data?.locations ?? []) this.#add(data?.breakpointId, place);
  }

  /** Handles the event that the code of a breakpoint was loaded. */
  resolved(params: unknown): void {
    const { data } = resolvedSchema.safeParse(params);
    if (data !== undefined && !this.#ids.has(data.breakpointId)) {
      this.#add(data.breakpointId, data.location);
    }
  }

  #add(id = '', place: Location): void {
    this.#places.set(id, [...(this.#places.get(id) ?? []), place]);
  }

  /** Returns what the debugger is told of a stop with these parameters. */
  onStop(params: unknown): StopOutcome {
    const paused = pausedSchema.safeParse(params).data;
    const hits = paused?.hitBreakpoints ?? [];
    if (paused === undefined || !hits.some((id) => this.#ids.has(id))) return { kind: 'pass' };
    const at = locationSchema.safeParse(paused.callFrames[0]?.location).data;
    const known = [...this.#places].filter(([, places]) =>
      places.some((one) => one.scriptId === at?.scriptId && one.lineNumber === at.lineNumber),
    );
    const others = hits.filter((id) => !this.#ids.has(id));
    const hitBreakpoints = [...new Set([...others, ...known.map(([id]) => id)])];
    if (hitBreakpoints.length === 0) return { kind: 'resume' };
    return { kind: 'replace', params: { ...paused, hitBreakpoints } };
  }
}
