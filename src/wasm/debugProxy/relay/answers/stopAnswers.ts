import type { BreakpointText } from '../../conditions/breakpointTexts.ts';
import type { Thrower } from '../../exceptions/fate.ts';
import type { CallFrame } from '../cdp/callFrames.ts';
import type { RelayTarget } from '../handler.ts';

/** A breakpoint with a condition or a log message that was hit. */
export interface Hit {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: BreakpointText;
}

/** Evaluates the condition and the log message of a breakpoint in the frame that has hit it. */
export interface StopExpressions {
  /** Rejects with a HumanError with the reason if a condition has no truth value. */
  holds(condition: string): Promise<boolean>;
  /** Resolves to the text of a log message. Rejects with a HumanError with the reason if a part of it has none. */
  render(message: string): Promise<string>;
  /** Whether an error only means that the page was closed or left during the evaluation. */
  isPageGone(error: unknown): boolean;
}

/** Where an exception of C# ends. */
export type ExceptionEnd = 'caught' | 'uncaught' | 'external';

/** Where an exception was found to end. */
export interface FoundEnd {
  readonly kind: ExceptionEnd;
  /** Resolves to its type and message, and to what becomes of it if nothing catches it. */
  describe(end: ExceptionEnd): Promise<string>;
}

/** What the runtime knows of an exception of C# that a page has stopped at. */
export interface StopException {
  thrower(): Promise<Thrower>;
  end(): Promise<FoundEnd>;
}

/** What decides about stops in C# besides messages: the texts of the user's breakpoints, and the runtime. */
export interface StopAnswers {
  /** Returns the breakpoint with an id at a line of the frame's source, from 1; `undefined` if it stops always. */
  breakpoint(
    target: RelayTarget,
    frame: CallFrame,
    id: string,
    line: number | undefined,
  ): Hit | undefined;
  /** The runtime is asked no more once `over` is aborted. */
  expressions(target: RelayTarget, frame: CallFrame, over: AbortSignal): StopExpressions;
  /** `id` is the runtime's number of the exception, `userFrames` has those of the frames of user code. */
  exception(
    target: RelayTarget,
    id: number,
    userFrames: ReadonlySet<number>,
    over: AbortSignal,
  ): StopException;
}
