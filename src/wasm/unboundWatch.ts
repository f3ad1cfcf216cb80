import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import type { RunPlace } from './runtime/runPlace.ts';
import { isCSharp, type PageBreakpoint } from './pageDebugger.ts';

/** How long breakpoints may take to bind after the runtime has started, in milliseconds. */
const patience = 5_000;
/** The interval for checking where the page's code runs, in milliseconds. */
const lookInterval = 5_000;

export interface UnboundWatchOptions {
  readonly clock: Clock;
  readonly breakpoints: () => readonly PageBreakpoint[];
  /** Queries where the page's .NET code runs. */
  readonly place: () => Promise<RunPlace>;
  /** Called once for each C# breakpoint at which the page can't stop, with where the code runs. */
  readonly unbound: (breakpoints: readonly PageBreakpoint[], place: RunPlace) => void;
  /** Called when the code runs in the page that ran in another place when breakpoints were told. */
  readonly arrived: () => void;
}

/** Breakpoints at which the page can't stop, and where its code runs. */
interface Suspects {
  readonly breakpoints: readonly PageBreakpoint[];
  readonly place: RunPlace;
}

/**
 * Reports C# breakpoints that stay unbound although the runtime has started, according to the debugger, which
 * sees C# sources, or to the page, if the debugger sees none. Also reports bound breakpoints if the page's
 * code runs elsewhere. Watches continuously, since the runtime may start late and breakpoints may be added at
 * any time.
 */
export class UnboundWatch implements Disposable {
  readonly #options: UnboundWatchOptions;
  #timers: { readonly look?: Disposable; readonly up?: Disposable } = {};
  #isDisposed = false;
  readonly #told = new Set<string>();
  /** The told ones whose code ran in another place. */
  readonly #elsewhere = new Set<string>();
  /** The breakpoints that were unbound at the last check. */
  #suspects: ReadonlySet<string> = new Set();
  #isUp = false;
  /** Whether the page's code is known to run in the page, so that bound breakpoints are hit. */
  #isHere = false;

  constructor(options: UnboundWatchOptions) {
    this.#options = options;
    this.#look();
  }

  /** The debugger has reported C# sources. */
  runtimeUp(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    const up = this.#options.clock.after(patience, () => void this.#tellOnceUp());
    this.#timers = { ...this.#timers, up };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timers.look?.dispose();
    this.#timers.up?.dispose();
  }

  #look(): void {
    const look = this.#options.clock.after(lookInterval, () => void this.#lookNow());
    this.#timers = { ...this.#timers, look };
  }

  /** The debugger knows that .NET runs, but not where. If the page is busy, the next check reports. */
  async #tellOnceUp(): Promise<void> {
    const suspects = await this.#findSuspects();
    if (suspects !== undefined && !this.#isDisposed) this.#tell(suspects);
  }

  async #lookNow(): Promise<void> {
    const suspects = await this.#findSuspects();
    if (this.#isDisposed) return;
    const found = suspects?.place.kind === 'nowhere' ? undefined : suspects;
    if (found !== undefined) {
      const { breakpoints, place } = found;
      const lasting = breakpoints.filter((one) => this.#suspects.has(getPlace(one)));
      this.#tell({ breakpoints: lasting, place });
    }
    this.#suspects = new Set(found?.breakpoints.map(getPlace));
    this.#look();
  }

  /** `undefined` if the page doesn't respond or doesn't have to be queried. */
  async #findSuspects(): Promise<Suspects | undefined> {
    const isSettled = this.#untold().every(({ verified }) => verified && this.#isHere);
    if (isSettled && this.#elsewhere.size === 0) return undefined;
    const place = await this.#options.place().catch(() => undefined);
    if (place === undefined) return undefined;
    if (place.kind === 'page') this.#arrive();
    const breakpoints = isElsewhere(place) ? this.#untold() : unboundIn(this.#untold());
    return { breakpoints, place };
  }

  #arrive(): void {
    this.#isHere = true;
    if (this.#elsewhere.size === 0 || this.#isDisposed) return;
    for (const place of this.#elsewhere) this.#told.delete(place);
    this.#elsewhere.clear();
    this.#options.arrived();
  }

  #untold(): readonly PageBreakpoint[] {
    return this.#options
      .breakpoints()
      .filter((one) => isCSharp(one.path) && !this.#told.has(getPlace(one)));
  }

  #tell({ breakpoints, place }: Suspects): void {
    const news = breakpoints.filter((one) => !this.#told.has(getPlace(one)));
    if (news.length === 0) return;
    for (const one of news.map(getPlace)) {
      this.#told.add(one);
      if (isElsewhere(place)) this.#elsewhere.add(one);
    }
    this.#options.unbound(news, place);
  }
}

/** Whether C# runs where the page's debugger does not see it. */
export function isElsewhere({ kind }: RunPlace): boolean {
  return kind === 'server' || kind === 'frame';
}

/** Returns the unbound C# breakpoints. */
export function unboundIn(breakpoints: readonly PageBreakpoint[]): readonly PageBreakpoint[] {
  return breakpoints.filter(({ path, verified }) => !verified && isCSharp(path));
}

function getPlace({ line, path }: PageBreakpoint): string {
  return `${path}:${line}`;
}
