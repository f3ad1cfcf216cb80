import type { DebugProtocol } from '@vscode/debugprotocol';
import type { PageBreakpoint } from '../blazor/pageDebugger.ts';

/** A breakpoint as the editor knows it from us. */
interface Known {
  readonly id: number;
  readonly line: number;
  message: string | undefined;
}

/**
 * The breakpoints of a session that binds none itself. As long as no debugger below it has bound one, the
 * editor shows our message beside it.
 */
export class AdapterBreakpoints {
  readonly #bySource = new Map<string, readonly Known[]>();
  /** By source and line, so that they outlive a change of other breakpoints in the same file. */
  readonly #messages = new Map<string, string>();
  #lastId = 0;

  /** The answer to `setBreakpoints`: one for each that is asked for, in the same order. */
  set({
    breakpoints = [],
    lines = [],
    source,
  }: DebugProtocol.SetBreakpointsArguments): DebugProtocol.Breakpoint[] {
    const path = source.path ?? source.name ?? '';
    const asked = breakpoints.length > 0 ? breakpoints.map(({ line }) => line) : lines;
    const known = asked.map((line) => ({
      id: ++this.#lastId,
      line,
      message: this.#messages.get(keyOf(path, line)),
    }));
    this.#bySource.set(path, known);
    return known.map(toBreakpoint);
  }

  /** Gives breakpoints the messages that they have by now; returns those of which the editor is to hear. */
  mark(breakpoints: readonly PageBreakpoint[]): DebugProtocol.Breakpoint[] {
    return breakpoints.flatMap(({ line, message, path, verified }) => {
      if (message === undefined && !verified) return [];
      const shown = verified ? undefined : message;
      if (shown === undefined) this.#messages.delete(keyOf(path, line));
      else this.#messages.set(keyOf(path, line), shown);
      return this.#change(path, line, shown);
    });
  }

  #change(path: string, line: number, message: string | undefined): DebugProtocol.Breakpoint[] {
    const changed = (this.#bySource.get(path) ?? []).filter(
      (known) => known.line === line && known.message !== message,
    );
    for (const known of changed) known.message = message;
    return changed.map(toBreakpoint);
  }
}

function toBreakpoint({ id, message }: Known): DebugProtocol.Breakpoint {
  return { id, verified: false, ...(message !== undefined && { message }) };
}

function keyOf(path: string, line: number): string {
  return `${path}:${line}`;
}
