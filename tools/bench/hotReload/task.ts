/** The suite's parameters, from a file, and the file for its results. */
export interface HotReloadTask {
  readonly project: string;
  /** The source of the counter. */
  readonly source: string;
  readonly edits: number;
  readonly results: string;
}

/** What came of the edits, in their order, in milliseconds since each was saved. */
export interface EditTimes {
  /** Until the page showed it. */
  readonly shown: readonly number[];
  /** Until the stack at a breakpoint in the changed method was there. */
  readonly stopped: readonly number[];
}
