import { isDeepStrictEqual } from 'node:util';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { PageBreakpoint } from '../../../wasm/pageDebugger.ts';

/** A breakpoint that was reported to the editor. */
interface Known {
  readonly id: number;
  readonly line: number;
  /** The user's condition, hit condition and log message. */
  readonly text: string;
  message: string | undefined;
  /** Where its code runs, if a debugger would not see it there. */
  elsewhere: string | undefined;
  /** A problem of a bound breakpoint. */
  warning: string | undefined;
  /** Where a debugger has bound it. */
  at: PageBreakpoint['at'];
}

/**
 * The breakpoints of a session that doesn't bind breakpoints itself. The editor shows its messages until a
 * child session has bound them.
 */
export class AdapterBreakpoints {
  readonly #bySource = new Map<string, readonly Known[]>();
  /** By source and line, so that they survive changes of other breakpoints in the file. */
  readonly #messages = new Map<string, string>();
  readonly #elsewhere = new Map<string, string>();
  /** Also by the text of the breakpoint, so that they are cleared when it changes. */
  readonly #warnings = new Map<string, string>();
  #lastId = 0;

  /** Returns the response to `setBreakpoints`: one for each requested breakpoint, in order. */
  set({
    breakpoints = [],
    lines = [],
    source,
  }: DebugProtocol.SetBreakpointsArguments): DebugProtocol.Breakpoint[] {
    const path = source.path ?? source.name ?? '';
    const asked = breakpoints.length > 0 ? breakpoints : lines.map((line) => ({ line }));
    const known = asked.map((breakpoint) => {
      const { line } = breakpoint;
      const text = getText(breakpoint);
      return {
        id: ++this.#lastId,
        line,
        text,
        message: this.#messages.get(getKey(path, line)),
        elsewhere: this.#elsewhere.get(getKey(path, line)),
        warning: this.#warnings.get(getKey(path, line) + text),
        at: this.#at(path, line),
      };
    });
    this.#bySource.set(path, known);
    return known.map(toBreakpoint);
  }

  /** Updates the messages of breakpoints. Returns those to report to the editor. */
  mark(breakpoints: readonly PageBreakpoint[]): DebugProtocol.Breakpoint[] {
    return breakpoints.flatMap((breakpoint) => {
      const { line, path } = breakpoint;
      const known = this.#knownAt(path, line);
      const before = known.map(toBreakpoint);
      for (const one of known) one.at = breakpoint.at;
      this.#keepMessage(breakpoint);
      for (const one of known) {
        one.message = this.#messages.get(getKey(path, line));
        one.elsewhere = this.#elsewhere.get(getKey(path, line));
      }
      return known.map(toBreakpoint).filter((one, index) => !isDeepStrictEqual(one, before[index]));
    });
  }

  #keepMessage({ isElsewhere, line, message, path, verified }: PageBreakpoint): void {
    const key = getKey(path, line);
    if (verified) this.#messages.delete(key);
    else if (message !== undefined) {
      (isElsewhere === true ? this.#elsewhere : this.#messages).set(key, message);
    }
  }

  /** Removes the messages of breakpoints whose code ran elsewhere; returns those of which the editor is to hear. */
  unmarkElsewhere(): DebugProtocol.Breakpoint[] {
    this.#elsewhere.clear();
    const known = [...this.#bySource.values()].flat();
    const changed = known.filter(({ elsewhere }) => elsewhere !== undefined);
    for (const one of changed) one.elsewhere = undefined;
    return changed.map(toBreakpoint);
  }

  /** Sets a warning at a bound breakpoint until its text changes. Returns those to report to the editor. */
  warn(path: string, line: number, warning: string): DebugProtocol.Breakpoint[] {
    const known = this.#knownAt(path, line);
    for (const one of known) {
      one.warning = warning;
      this.#warnings.set(getKey(path, line) + one.text, warning);
    }
    return known.map(toBreakpoint);
  }

  #knownAt(path: string, line: number): readonly Known[] {
    return (this.#bySource.get(path) ?? []).filter((known) => known.line === line);
  }

  #at(path: string, line: number): PageBreakpoint['at'] {
    return this.#knownAt(path, line)[0]?.at;
  }
}

/**
 * For a bound breakpoint, the editor shows what its debuggers report: the first report, if all name the same
 * location. So a message for a bound breakpoint is reported at the location that its debugger has named.
 */
function toBreakpoint({ at, elsewhere, id, message, warning }: Known): DebugProtocol.Breakpoint {
  const ofBound = elsewhere ?? warning;
  const shown = ofBound ?? message;
  const said = shown === undefined ? {} : { message: shown };
  if (ofBound === undefined || at === undefined) return { id, verified: false, ...said };
  const { column, line } = at;
  return { id, verified: true, line, ...(column !== undefined && { column }), ...said };
}

function getKey(path: string, line: number): string {
  return `${path}:${line}`;
}

function getText({ condition, hitCondition, logMessage }: DebugProtocol.SourceBreakpoint): string {
  return JSON.stringify([condition, hitCondition, logMessage]);
}
