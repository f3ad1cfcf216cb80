import type { Trace } from '../traceText.ts';
import type { Fact } from './harmless.ts';
import type { sections } from './vocabulary.ts';

/** A table of a report. */
export interface Section {
  readonly kind: keyof typeof sections;
  readonly rows: readonly (readonly Fact[])[];
}

/** What is known of a problem, without anything that could be a secret. */
export interface Report {
  readonly sections: readonly Section[];
  /** Absent if nothing is recorded. */
  readonly trace?: Trace | undefined;
}
