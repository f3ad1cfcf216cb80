/** A run that once failed, and how many actions it took. */
export interface KeptSeed {
  readonly seed: number;
  readonly actions: number;
  /** The fault that it found. */
  readonly fault: string;
}

/** The input of the suite, in the file RANDOM_TASK. */
export interface RandomTask {
  readonly seed: number;
  /** The duration of the run with the seed. */
  readonly milliseconds: number;
  /** Runs to repeat first. */
  readonly kept: readonly KeptSeed[];
}
