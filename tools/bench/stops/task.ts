import type { ByHandPlan } from '../firstStop/byHand.ts';

/** What a window does: debugs by hand once, or by us twice. */
export type WindowKind = 'by hand' | 'ours';

/** What the suite is told by a file, and where it answers. */
export interface StopsTask {
  readonly kind: WindowKind;
  readonly plan: ByHandPlan;
  readonly source: string;
  readonly line: number;
  /** How many stops are looked at in the last session of the window. */
  readonly stops: number;
  readonly results: string;
}

/** What can be timed at a stop. */
export type Act = 'stack' | 'scopes and variables' | 'evaluate' | 'step over' | 'continue';

/** What a window took, in milliseconds. */
export interface WindowTimes {
  /** From the start to the whole stack at the first stop, of each session. */
  readonly toStack: readonly number[];
  /** From the page's navigation until it was rendered, of each session. */
  readonly runtimeUp: readonly number[];
  /** What each phase of the start took, of each session; those of one session overlap. */
  readonly phases: readonly Readonly<Record<string, number>>[];
  /** At each stop. */
  readonly acts: Readonly<Record<Act, readonly number[]>>;
}
