import type { Clock } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import { isCSharp, type PageBreakpoint } from './pageDebugger.ts';

/** How long breakpoints may take to be bound once the runtime is up, in milliseconds. */
const patience = 5_000;
/** How often it is looked whether a runtime is up that the debugger knows nothing of, and how many times. */
const lookInterval = 5_000;
const looks = 12;

export interface UnboundWatchParts {
  readonly clock: Clock;
  readonly breakpoints: () => readonly PageBreakpoint[];
  /** Whether a .NET runtime is up in the page, as the page itself says. */
  readonly isRuntimeUp: () => Promise<boolean>;
  /** Hears once which C# breakpoints stay unbound. */
  readonly unbound: (breakpoints: readonly PageBreakpoint[]) => void;
}

/**
 * Tells of C# breakpoints that stay unbound although the runtime is up: by the word of the debugger,
 * which sees C# sources, or by that of the page, where the debugger sees none.
 */
export class UnboundWatch implements Disposable {
  readonly #parts: UnboundWatchParts;
  readonly #owned = new DisposableStore();
  #isUp = false;

  constructor(parts: UnboundWatchParts) {
    this.#parts = parts;
    this.#look(looks);
  }

  /** The debugger has seen C# sources. */
  runtimeUp(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#after(patience, () => this.#tell());
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #look(left: number): void {
    if (left === 0) return;
    this.#after(lookInterval, async () => {
      if (this.#isUp) return;
      if (unboundIn(this.#parts.breakpoints()).length > 0 && (await this.#parts.isRuntimeUp())) {
        this.runtimeUp();
      } else {
        this.#look(left - 1);
      }
    });
  }

  #tell(): void {
    const left = unboundIn(this.#parts.breakpoints());
    if (left.length > 0) this.#parts.unbound(left);
  }

  #after(milliseconds: number, callback: () => Promise<void> | void): void {
    this.#owned.add(this.#parts.clock.after(milliseconds, () => void callback()));
  }
}

function unboundIn(breakpoints: readonly PageBreakpoint[]): readonly PageBreakpoint[] {
  return breakpoints.filter(({ path, verified }) => !verified && isCSharp(path));
}
