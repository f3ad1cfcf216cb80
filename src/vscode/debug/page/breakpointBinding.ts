import type { DebugProtocol } from '@vscode/debugprotocol';
import { isSamePath } from '../../../wasm/diagnosis/paths.ts';
import { isCSharp, type PageBreakpoint } from '../../../wasm/pageDebugger.ts';

/** Tracks bound breakpoints and loaded sources in the messages of a debug session. */
export class BreakpointBinding {
  readonly #asked = new Map<number, DebugProtocol.SetBreakpointsArguments>();
  readonly #bySource = new Map<string, Map<number, PageBreakpoint>>();
  /** The C# sources that the debugger has seen. */
  readonly #sources = new Set<string>();
  /** The locations of the C# breakpoints that existed when the runtime started. */
  #awaited: ReadonlySet<string> | undefined;

  get breakpoints(): readonly PageBreakpoint[] {
    return [...this.#bySource].flatMap(([path, breakpoints]) => {
      const isLoaded = [...this.#sources].some((source) => isSamePath(source, path));
      const known = [...breakpoints.values()];
      return isLoaded ? known.map((one) => ({ ...one, isSourceLoaded: true })) : known;
    });
  }

  /** Whether the debugger has reported C# sources, which it does when the .NET runtime has started. */
  get hasCSharpSources(): boolean {
    return this.#awaited !== undefined;
  }

  /** Whether a breakpoint that was waiting for the .NET runtime is bound. */
  get hasBoundAtStart(): boolean {
    return this.breakpoints.some((one) => one.verified && this.#awaited?.has(getPlace(one)));
  }

  /** Handles a message from the editor to the adapter. */
  toAdapter(message: DebugProtocol.ProtocolMessage): void {
    const request = message as DebugProtocol.Request;
    if (message.type !== 'request' || request.command !== 'setBreakpoints') return;
    this.#asked.set(request.seq, request.arguments as DebugProtocol.SetBreakpointsArguments);
  }

  /** Handles a message from the adapter to the editor. Returns whether it concerns breakpoints. */
  fromAdapter(message: DebugProtocol.ProtocolMessage): boolean {
    if (message.type === 'response') return this.#onResponse(message as DebugProtocol.Response);
    return message.type === 'event' && this.#onEvent(message as DebugProtocol.Event);
  }

  #onResponse(response: DebugProtocol.Response): boolean {
    const asked = this.#asked.get(response.request_seq);
    this.#asked.delete(response.request_seq);
    const path = asked?.source.path;
    if (path === undefined || !response.success) return false;
    const { breakpoints } = response.body as DebugProtocol.SetBreakpointsResponse['body'];
    const known = new Map<number, PageBreakpoint>();
    for (const [index, { id, ...said }] of breakpoints.entries()) {
      const line = asked?.breakpoints?.[index]?.line ?? 0;
      known.set(id ?? -1 - index, toPageBreakpoint({ path, line }, said));
    }
    this.#bySource.set(path, known);
    return true;
  }

  #onEvent({ event, body }: DebugProtocol.Event): boolean {
    if (event === 'loadedSource') {
      this.#onSource(body as DebugProtocol.LoadedSourceEvent['body']);
    }
    if (event !== 'breakpoint') return false;
    const { id, ...said } = (body as DebugProtocol.BreakpointEvent['body']).breakpoint;
    if (id === undefined) return false;
    for (const breakpoints of this.#bySource.values()) {
      const known = breakpoints.get(id);
      if (known === undefined) continue;
      breakpoints.set(id, toPageBreakpoint(known, said));
    }
    return true;
  }

  #onSource({ reason, source }: DebugProtocol.LoadedSourceEvent['body']): void {
    const path = source.path ?? source.name ?? '';
    if (!isCSharp(path)) return;
    if (reason === 'removed') this.#sources.delete(path);
    else this.#sources.add(path);
    this.#awaited ??= this.#placesInCSharp();
  }

  #placesInCSharp(): ReadonlySet<string> {
    return new Set(this.breakpoints.filter(({ path }) => isCSharp(path)).map(getPlace));
  }
}

function getPlace({ line, path }: PageBreakpoint): string {
  return `${path}:${line}`;
}

function toPageBreakpoint(
  { line, path }: Pick<PageBreakpoint, 'line' | 'path'>,
  { column, line: boundLine, message, verified }: DebugProtocol.Breakpoint,
): PageBreakpoint {
  return {
    path,
    line,
    verified,
    ...(verified && boundLine !== undefined && { at: { line: boundLine, column } }),
    ...(message !== undefined && { message }),
  };
}
