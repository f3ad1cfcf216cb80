import type { CSharpFrame } from './runtime/frame.ts';
import type { PausedRuntime } from './runtime/pausedRuntime.ts';
import type { Types } from './runtime/types.ts';
import type { Expression } from './syntax/expression.ts';
import type { Value } from './values/values.ts';

/** What the parts of an evaluation share. */
export interface EvaluationContext {
  readonly runtime: PausedRuntime;
  readonly frame: CSharpFrame;
  readonly types: Types;
  /** Parameters of lambdas and variables of patterns, which hide those of the frame. */
  readonly variables: Map<string, Value>;
  /** Values that were read to tell paths from types, until they are used: a getter is called only once. */
  readonly pathStarts: Map<Expression, Value>;
  /** Whether calculations and casts of integers throw when they overflow. */
  readonly isChecked: boolean;
  /** Throws an EvaluationError with the reason if an expression can't be evaluated. */
  evaluate(expression: Expression): Promise<Value>;
  evaluateText(expression: string): Promise<Value>;
  /** Calls a lambda. */
  call(lambda: Value, given: readonly Value[]): Promise<Value>;
}
