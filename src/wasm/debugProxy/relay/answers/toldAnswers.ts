import type { StopAnswer } from '../../../../processes/stopMessages.ts';
import { readHitCondition } from '../../conditions/breakpointTexts.ts';
import type { Thrower } from '../../exceptions/fate.ts';
import type { CallFrame } from '../cdp/callFrames.ts';
import type { RelayTarget } from '../handler.ts';
import type { FoundEnd, Hit, StopAnswers, StopException, StopExpressions } from './stopAnswers.ts';

type Tell = (answer: StopAnswer) => void;
/** Tells an answer to a question. */
type TellOne = (answer: StopAnswer['answer']) => void;

/** Tells what decides about stops, without values. */
export class ToldAnswers implements StopAnswers {
  readonly #answers: StopAnswers;
  readonly #tell: Tell;

  constructor(answers: StopAnswers, tell: Tell) {
    this.#answers = answers;
    this.#tell = tell;
  }

  breakpoint(
    target: RelayTarget,
    frame: CallFrame,
    id: string,
    line: number | undefined,
  ): Hit | undefined {
    const hit = this.#answers.breakpoint(target, frame, id, line);
    const { condition, hitCondition, logMessage: message } = hit?.text ?? {};
    this.#tell({
      target: target.sessionId,
      question: 'breakpoint',
      answer: hit === undefined ? 'none' : 'texts',
      breakpoint: id,
      condition,
      message,
      hits: hitCondition === undefined ? undefined : readHitCondition(hitCondition),
    });
    return hit;
  }

  expressions(target: RelayTarget, frame: CallFrame, over: AbortSignal): StopExpressions {
    const known = this.#answers.expressions(target, frame, over);
    const toFailure = (error: unknown) => (known.isPageGone(error) ? 'gone' : 'failed');
    const tell = this.#about(target);
    return {
      holds: (condition) =>
        told(
          known.holds(condition),
          (holds) => (holds ? 'true' : 'false'),
          toFailure,
          tell({ question: 'condition', condition }),
        ),
      render: (message) =>
        told(
          known.render(message),
          () => 'done',
          toFailure,
          tell({ question: 'message', message }),
        ),
      isPageGone: (error) => known.isPageGone(error),
    };
  }

  exception(
    target: RelayTarget,
    id: number,
    userFrames: ReadonlySet<number>,
    over: AbortSignal,
  ): StopException {
    const known = this.#answers.exception(target, id, userFrames, over);
    const tell = this.#about(target);
    const toFailure = () => 'failed' as const;
    const describe = (found: FoundEnd): FoundEnd => ({
      kind: found.kind,
      describe: (end) =>
        told(found.describe(end), () => 'done', toFailure, tell({ question: 'text' })),
    });
    const toThrower = (thrower: Thrower) => thrower;
    return {
      thrower: () => told(known.thrower(), toThrower, toFailure, tell({ question: 'thrower' })),
      end: () =>
        told(known.end(), ({ kind }) => kind, toFailure, tell({ question: 'end' })).then(describe),
    };
  }

  #about({
    sessionId: target,
  }: RelayTarget): (asked: Omit<StopAnswer, 'target' | 'answer'>) => TellOne {
    return (asked) => (answer) => this.#tell({ target, ...asked, answer });
  }
}

/** Tells the outcome of a promise before it settles for others. */
async function told<T>(
  promise: Promise<T>,
  toAnswer: (value: T) => StopAnswer['answer'],
  toFailure: (error: unknown) => StopAnswer['answer'],
  tell: TellOne,
): Promise<T> {
  try {
    const value = await promise;
    tell(toAnswer(value));
    return value;
  } catch (error) {
    tell(toFailure(error));
    throw error;
  }
}
