import { type Deferred, deferred } from '../../common/deferred.ts';
import type { RecordOf, TraceRecord } from '../../trace/schema.ts';
import type { Thrower } from '../../wasm/debugProxy/exceptions/fate.ts';
import type {
  ExceptionEnd,
  FoundEnd,
  Hit,
  StopAnswers,
  StopException,
  StopExpressions,
} from '../../wasm/debugProxy/relay/answers/stopAnswers.ts';
import type { CallFrame } from '../../wasm/debugProxy/relay/cdp/callFrames.ts';
import type { RelayTarget } from '../../wasm/debugProxy/relay/handler.ts';

type Asked = RecordOf<'asked'>;

const gone = new Error('The page is gone.');

/** Answers what a relay asks about stops, as recorded. */
export class ReplayedAnswers implements StopAnswers {
  /** What is known of breakpoints, by target and breakpoint, in order. The last one stays. */
  readonly #breakpoints = new Map<string, Asked[]>();
  /** Questions that aren't answered yet, by target and question. */
  readonly #pending = new Map<string, Deferred<Asked>[]>();

  /** The relay learns the texts of breakpoints when it asks, everything else when it is taken. */
  constructor(records: readonly TraceRecord[], relay: number) {
    for (const record of records) {
      if (record.kind !== 'asked' || record.relay !== relay) continue;
      if (record.question !== 'breakpoint') continue;
      add(this.#breakpoints, toKey(record.target, record.breakpoint), record);
    }
  }

  /** Gives an answer. One to a question that today's relay has not asked is left out. */
  take(record: Asked): void {
    const { condition, message, question, target } = record;
    this.#pending
      .get(toKey(target, question, condition ?? message))
      ?.shift()
      ?.resolve(record);
  }

  breakpoint(
    { sessionId: target }: RelayTarget,
    _: CallFrame,
    id: string,
    line: number | undefined,
  ): Hit | undefined {
    const breakpoint = id.slice(id.lastIndexOf(':') + 1);
    const known = this.#breakpoints.get(toKey(target, breakpoint)) ?? [];
    const next = known.length > 1 ? known.shift() : known[0];
    if (line === undefined || next?.answer !== 'texts') return undefined;
    const { condition, hits, message: logMessage } = next;
    const hitCondition =
      hits && (hits.sign === 'other' ? hits.sign : `${hits.sign} ${hits.number}`);
    // A trace has no paths and lines. Hits are counted by them.
    return { path: breakpoint, line, text: { condition, hitCondition, logMessage } };
  }

  expressions({ sessionId: target }: RelayTarget): StopExpressions {
    return {
      holds: async (condition) =>
        (await this.#ask(target, 'condition', condition)).answer === 'true',
      render: async (message) => {
        await this.#ask(target, 'message', message);
        return '';
      },
      isPageGone: (error) => error === gone,
    };
  }

  exception({ sessionId: target }: RelayTarget): StopException {
    const describe = async (): Promise<string> => {
      await this.#ask(target, 'text');
      return '';
    };
    return {
      thrower: async () => toThrower(await this.#ask(target, 'thrower')),
      end: async (): Promise<FoundEnd> => ({
        kind: toEnd(await this.#ask(target, 'end')),
        describe,
      }),
    };
  }

  async #ask(
    target: string | undefined,
    question: Asked['question'],
    text?: string,
  ): Promise<Asked> {
    const asked = deferred<Asked>();
    add(this.#pending, toKey(target, question, text), asked);
    const record = await asked.promise;
    if (record.answer === 'gone') throw gone;
    if (record.answer === 'failed') throw new Error('The page has no answer.');
    return record;
  }
}

function toThrower({ answer }: Asked): Thrower {
  return answer === 'user' || answer === 'compiler' ? answer : 'framework';
}

function toEnd({ answer }: Asked): ExceptionEnd {
  return answer === 'caught' || answer === 'uncaught' ? answer : 'external';
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key) ?? [];
  list.push(value);
  lists.set(key, list);
}

function toKey(...parts: readonly (string | undefined)[]): string {
  return parts.join(' ');
}
