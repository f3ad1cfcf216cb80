import { toHitSign, toPauseReason } from '../askedRecord.ts';
import type { Placeholders } from '../placeholders.ts';
import type { RecordOf, TraceFacts } from '../schema.ts';

type PassedFacts = RecordOf<'passed'>;
type ScriptFacts = NonNullable<PassedFacts['loaded']>;
type StopFacts = NonNullable<PassedFacts['stop']>;
type FrameFacts = StopFacts['frames'][number];
type AskedFacts = RecordOf<'asked'>;

/** A script that a page has loaded. */
export interface PassedScript extends Pick<ScriptFacts, 'kind' | 'context'> {
  readonly script: string;
  readonly url?: string | undefined;
}

/** Why and where a page has stopped. */
export interface PassedStop extends Pick<StopFacts, 'exception' | 'isUncaught' | 'isOfProxy'> {
  readonly reason: string;
  readonly hits: readonly { readonly breakpoint: string; readonly isCSharp?: boolean }[];
  readonly frames: readonly (Omit<FrameFacts, 'script'> & { readonly script?: string })[];
  readonly before?: string | undefined;
}

/** What a relay has found out to decide about a stop. */
export interface Asked extends Pick<AskedFacts, 'question' | 'answer'> {
  readonly target: string | undefined;
  readonly breakpoint?: string | undefined;
  readonly condition?: string | undefined;
  readonly message?: string | undefined;
  readonly hits?: { readonly sign: string; readonly number: number } | undefined;
}

/** Returns what a trace has of a script. */
export function toScriptFacts(
  { context, kind, script, url }: PassedScript,
  placeholders: Placeholders,
): ScriptFacts {
  return {
    script: placeholders.get('script', script),
    kind,
    url: url === undefined ? undefined : placeholders.get('address', url),
    context,
  };
}

/** Returns what a trace has of a stop. */
export function toStopFacts(stop: PassedStop, placeholders: Placeholders): StopFacts {
  const { before, frames, hits, reason } = stop;
  return {
    reason: toPauseReason(reason),
    hits: hits.map(({ breakpoint, isCSharp }) => ({
      breakpoint: placeholders.get('breakpoint', breakpoint),
      isCSharp,
    })),
    frames: frames.map(({ column, count, form, line, role, script }) => ({
      form,
      count,
      script: script === undefined ? undefined : placeholders.get('script', script),
      line,
      column,
      role,
    })),
    exception: stop.exception,
    isUncaught: stop.isUncaught,
    isOfProxy: stop.isOfProxy,
    before: before === undefined ? undefined : placeholders.get('script', before),
  };
}

/** Returns what a trace has of an answer, with placeholders for expressions. */
export function toAskedFacts(
  asked: Asked,
  session: AskedFacts['session'],
  relay: number,
  placeholders: Placeholders,
): TraceFacts {
  const { breakpoint, condition, hits, message, target } = asked;
  return {
    kind: 'asked',
    session,
    relay,
    target: target === undefined ? undefined : placeholders.get('target', target),
    question: asked.question,
    answer: asked.answer,
    breakpoint: breakpoint === undefined ? undefined : placeholders.get('breakpoint', breakpoint),
    condition: condition === undefined ? undefined : placeholders.get('expression', condition),
    message: message === undefined ? undefined : placeholders.get('expression', message),
    hits: hits && { sign: toHitSign(hits.sign), number: hits.number },
  };
}
