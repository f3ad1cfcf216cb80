/** What the suite asks the benchmark, which drives the outer browser, to do. */
export type PageViewStep =
  /** Measures the tab next to the bare document. */
  | 'measure'
  /** Returns the number of frames so far. */
  | 'count frames'
  /** Lets a part of the page move. */
  | 'move';

/** The suite's results. */
export interface SuiteFigures {
  /** The processor time of the extension host, in percent of a core: before there is a page and after it, */
  readonly none: number;
  /** with a page that doesn't change, */
  readonly still: number;
  /** and with a page that moves in a hidden tab. */
  readonly hidden: number;
  /** The frames of the page that doesn't change. */
  readonly stillFrames: number;
  /** The times of the editor's messages to a document and back. */
  readonly webview: readonly number[];
}
