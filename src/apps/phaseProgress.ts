import type { Clock } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { LaunchScope } from '../common/launchScope.ts';
import { localize } from '../common/localization.ts';
import { type Phase, Phases } from './phases.ts';

/** Shows the current phase of a launch. */
export interface PhaseView {
  /** Shows a phase instead of the previous one: `Building… (2.4 s last time)`. */
  show(text: string): void;
  /** Hides the phase. Another one may follow. */
  clear(): void;
}

/** Stores the durations of phases of earlier launches, in milliseconds. */
export interface PhaseHistory {
  last(launch: string): Readonly<Partial<Record<Phase, number>>>;
  keep(launch: string, durations: Readonly<Partial<Record<Phase, number>>>): void;
}

/** The view and the history of phases. */
export interface PhaseReport {
  readonly view: PhaseView;
  readonly history: PhaseHistory;
}

const words: Readonly<Record<Phase, () => string>> = {
  evaluate: () => localize('Evaluating the project'),
  build: () => localize('Building'),
  serve: () => localize('Starting the server'),
  browser: () => localize('Starting the browser'),
  proxy: () => localize('Starting the debug proxy'),
  attach: () => localize('Attaching the debugger'),
  load: () => localize('Loading the page'),
  'runtime up': () => localize('Starting .NET in the page'),
  bound: () => localize('Binding breakpoints'),
};

/** The delay before the view is cleared, in milliseconds, since the next phase may follow shortly after. */
const pause = 500;

export interface PhaseProgressOptions extends PhaseReport {
  readonly clock: Clock;
  /** Identifies launches with similar durations. */
  readonly launch: string;
}

/** Shows the current phase of a launch with its last duration. */
export class PhaseProgress implements Disposable {
  readonly #phases: Phases;
  readonly #options: PhaseProgressOptions;
  readonly #last: Readonly<Partial<Record<Phase, number>>>;
  readonly #resources = new DisposableStore();
  #shown: Phase | undefined;
  #pause: Disposable | undefined;

  constructor(phases: Phases, options: PhaseProgressOptions) {
    this.#phases = phases;
    this.#options = options;
    this.#last = options.history.last(options.launch);
    this.#resources.add(phases.changed(() => this.#look()));
  }

  dispose(): void {
    this.#resources.dispose();
    this.#clear();
  }

  #look(): void {
    const { clock } = this.#options;
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
    const name = words[phase]();
    this.#options.view.show(
      milliseconds === undefined
        ? localize('{phase}…', { phase: name })
        : localize('{phase}… ({seconds} s last time)', {
            phase: name,
            seconds: (milliseconds / 1000).toFixed(1),
          }),
    );
  }

  #clear(): void {
    this.#pause?.dispose();
    this.#pause = undefined;
    if (this.#shown === undefined) return;
    this.#shown = undefined;
    const { history, launch, view } = this.#options;
    // Phases that this launch has not reached keep their earlier durations.
    history.keep(launch, { ...this.#last, ...Object.fromEntries(this.#phases.durations) });
    view.clear();
  }
}

/** Creates the phases of a launch and shows them until it ends. */
export async function shownPhases(
  launch: string,
  clock: Clock,
  report: PhaseReport | undefined,
  scope: LaunchScope,
): Promise<Phases> {
  const phases = new Phases(clock);
  if (report !== undefined) {
    const progress = new PhaseProgress(phases, { ...report, clock, launch });
    await scope.hold(Promise.resolve(progress), async (one) => one.dispose());
  }
  return phases;
}
