import type { Trace } from '../traceText.ts';
import type { Fact } from './harmless.ts';
import type { ShownOutput } from './shownOutput.ts';
import type { sections } from './vocabulary.ts';

/** A table of a report. */
export interface Section {
  readonly kind: keyof typeof sections;
  readonly rows: readonly (readonly Fact[])[];
}

/** What is known of a problem, without anything that could be a secret unless output was asked for. */
export interface Report {
  readonly sections: readonly Section[];
  /** Only on request: the output of sessions. */
  readonly outputs?: readonly ShownOutput[] | undefined;
  /** Absent if nothing is recorded. */
  readonly trace?: Trace | undefined;
}
