import * as z from 'zod/mini';
import { parseLogMessage } from '../../conditions/logMessage.ts';
import type { InterpolatedPart } from '../../conditions/interpolatedParts.ts';
import { EvaluationError } from '../../evaluation/evaluationError.ts';
import { Evaluator } from '../../evaluation/evaluator.ts';
import { alignValue } from '../../evaluation/interpolation.ts';
import type { PausedRuntime } from '../../evaluation/runtime/pausedRuntime.ts';
import { numberTypeNamed } from '../../evaluation/values/conversions.ts';
import { convert } from '../../evaluation/values/numbers.ts';
import { bool, nullValue, text, type Value } from '../../evaluation/values/values.ts';
import { wasmErrors } from '../../../errors.ts';
import { type CallFrame, toFrameNumber } from '../cdp/callFrames.ts';
import type { RelayTarget } from '../handler.ts';
import type { StopExpressions } from './stopAnswers.ts';
import { isRelayClosed } from '../ownCommands.ts';

const remoteSchema = z.looseObject({
  subtype: z.optional(z.string()),
  className: z.optional(z.string()),
  description: z.optional(z.string()),
  value: z.optional(z.unknown()),
});
const answerSchema = z.object({
  result: remoteSchema,
  exceptionDetails: z.optional(z.unknown()),
});

/** Evaluates the condition and the log message of a breakpoint in the frame that has hit it. */
export class HitExpressions implements StopExpressions {
  readonly #target: RelayTarget;
  readonly #callFrameId: string;
  readonly #evaluator: Evaluator;
  readonly #contexts: number;

  constructor(target: RelayTarget, { callFrameId }: CallFrame, runtime: PausedRuntime) {
    this.#target = target;
    this.#contexts = target.contexts;
    this.#callFrameId = callFrameId;
    this.#evaluator = new Evaluator(runtime, runtime.frame(toFrameNumber(callFrameId) ?? 0));
  }

  isPageGone(error: unknown): boolean {
    return isRelayClosed(error) || this.#target.contexts !== this.#contexts;
  }

  async holds(condition: string): Promise<boolean> {
    const value = await orFailure(condition, this.#evaluate(condition));
    if (value.kind === 'bool') return value.value;
    throw wasmErrors.ConditionNotBool({ condition });
  }

  async render(message: string): Promise<string> {
    let whole = '';
    for (const part of parseLogMessage(message)) {
      whole +=
        part.kind === 'text' ? part.text : await orFailure(part.expression, this.#show(part));
    }
    return whole;
  }

  async #show(part: Extract<InterpolatedPart, { kind: 'expression' }>): Promise<string> {
    return alignValue(await this.#evaluate(part.expression), part, this.#evaluator);
  }

  /** By the debug proxy where it is not known which variables the frame has. */
  async #evaluate(expression: string): Promise<Value> {
    const { frame, runtime } = this.#evaluator;
    try {
      await frame.open();
    } catch (error) {
      if (runtime.isOver || this.isPageGone(error)) throw error;
      return this.#ask(expression);
    }
    return this.#evaluator.evaluateText(expression);
  }

  async #ask(expression: string): Promise<Value> {
    const callFrameId = this.#callFrameId;
    const answer = await this.#target.send('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression,
    });
    const { exceptionDetails, result } = answerSchema.parse(answer);
    const isError = exceptionDetails !== undefined || result.subtype === 'error';
    if (isError) throw new EvaluationError(result.description ?? '');
    return toValue(result);
  }
}

/** What the proxy has evaluated; the text that it shows for objects. */
function toValue(remote: z.output<typeof remoteSchema>): Value {
  const { className, description = '', subtype, value } = remote;
  if (subtype === 'null') return nullValue;
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'string') return text(value);
  const type = numberTypeNamed(`System.${className}`);
  if (typeof value !== 'number' || type === undefined) return text(description);
  return convert(Number.isSafeInteger(value) ? BigInt(value) : value, type);
}

async function orFailure<T>(expression: string, evaluating: Promise<T>): Promise<T> {
  try {
    return await evaluating;
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const reason = error.message.replace(/\.$/, '');
    throw wasmErrors.ExpressionFailed({ expression, reason });
  }
}
