/** A run that has failed once, and how many actions it took. */
export interface KeptSeed {
  readonly seed: number;
  readonly actions: number;
  /** What it has shown. */
  readonly fault: string;
}

/** What the suite is to do, as it reads from the file RANDOM_TASK. */
export interface RandomTask {
  readonly seed: number;
  /** How long the run with the seed takes. */
  readonly milliseconds: number;
  /** Runs before that one. */
  readonly kept: readonly KeptSeed[];
}
