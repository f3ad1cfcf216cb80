import type { ByHandPlan } from '../firstStop/byHand.ts';

/** A window's task: debug once by hand, or twice with the extension. */
export type WindowKind = 'by hand' | 'ours';

/** The suite's parameters, from a file, and the file for its results. */
export interface StopsTask {
  readonly kind: WindowKind;
  readonly plan: ByHandPlan;
  readonly source: string;
  readonly line: number;
  /** The number of stops in the window's last session. */
  readonly stops: number;
  readonly results: string;
}

/** The measurements at a stop. */
export type Act =
  | 'stack'
  | 'scopes and variables'
  | 'evaluate a field'
  | 'evaluate a property'
  | 'evaluate a method call'
  | 'step over'
  | 'continue';

/** The measurements of a window. */
export interface WindowTimes {
  /** From the start to the whole stack at the first stop, for each session. */
  readonly toStack: readonly number[];
  /** From the page's navigation until it was rendered, for each session. */
  readonly runtimeUp: readonly number[];
  /** The phases of each session's start; they overlap. */
  readonly phases: readonly Readonly<Record<string, number>>[];
  /** At each stop. */
  readonly acts: Readonly<Record<Act, readonly number[]>>;
}
