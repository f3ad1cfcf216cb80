import type { Clock } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { LaunchScope } from '../common/launchScope.ts';
import { type Phase, Phases } from './phases.ts';

/** Shows what a launch is at. */
export interface PhaseView {
  /** Shows a phase in place of the one before: `Building… (2.4 s last time)`. */
  show(text: string): void;
  /** Nothing is waited for any more. May be followed by another phase. */
  clear(): void;
}

/** Keeps how long the phases of earlier launches took, in milliseconds. */
export interface PhaseHistory {
  last(launch: string): Readonly<Partial<Record<Phase, number>>>;
  keep(launch: string, durations: Readonly<Partial<Record<Phase, number>>>): void;
}

/** Where the phases of launches are shown and remembered. */
export interface PhaseReport {
  readonly view: PhaseView;
  readonly history: PhaseHistory;
}

const words: Readonly<Record<Phase, string>> = {
  evaluate: 'Evaluating the project',
  build: 'Building',
  serve: 'Starting the server',
  browser: 'Starting the browser',
  proxy: 'Starting the debug proxy',
  attach: 'Attaching the debugger',
  load: 'Loading the page',
  'runtime up': 'Starting .NET in the page',
  bound: 'Binding breakpoints',
};

/** How long nothing may be under way until that is shown, in milliseconds: one phase follows another a little later. */
const pause = 500;

export interface PhaseProgressParts extends PhaseReport {
  readonly clock: Clock;
  /** What launches that take about the same time have in common. */
  readonly launch: string;
}

/** Shows which phase of a launch is waited for, with what it took last time. */
export class PhaseProgress implements Disposable {
  readonly #phases: Phases;
  readonly #parts: PhaseProgressParts;
  readonly #last: Readonly<Partial<Record<Phase, number>>>;
  readonly #owned = new DisposableStore();
  #shown: Phase | undefined;
  #pause: Disposable | undefined;

  constructor(phases: Phases, parts: PhaseProgressParts) {
    this.#phases = phases;
    this.#parts = parts;
    this.#last = parts.history.last(parts.launch);
    this.#owned.add(phases.changed(() => this.#look()));
  }

  dispose(): void {
    this.#owned.dispose();
    this.#clear();
  }

  #look(): void {
    const { clock } = this.#parts;
    const { current } = this.#phases;
    if (current === undefined) {
      this.#pause ??= clock.after(pause, () => this.#clear());
      return;
    }
    this.#pause?.dispose();
    this.#pause = undefined;
    if (current !== this.#shown) this.#show(current);
  }

  #show(phase: Phase): void {
    this.#shown = phase;
    const milliseconds = this.#last[phase];
    const before =
      milliseconds === undefined ? '' : ` (${(milliseconds / 1000).toFixed(1)} s last time)`;
    this.#parts.view.show(`${words[phase]}…${before}`);
  }

  #clear(): void {
    this.#pause?.dispose();
    this.#pause = undefined;
    if (this.#shown === undefined) return;
    this.#shown = undefined;
    const { history, launch, view } = this.#parts;
    // What this launch did not come to is known from earlier ones.
    history.keep(launch, { ...this.#last, ...Object.fromEntries(this.#phases.durations) });
    view.clear();
  }
}

/** The phases of a launch, which are shown until it is over. */
export async function shownPhases(
  launch: string,
  clock: Clock,
  report: PhaseReport | undefined,
  held: LaunchScope,
): Promise<Phases> {
  const phases = new Phases(clock);
  if (report !== undefined) {
    const progress = new PhaseProgress(phases, { ...report, clock, launch });
    await held.hold(Promise.resolve(progress), async (one) => one.dispose());
  }
  return phases;
}
