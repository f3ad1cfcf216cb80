import type { Clock } from '../../common/clock.ts';
import { isOrdered, toRelayedMethod } from '../debugEvents.ts';
import { EventCounts } from '../eventCounts.ts';
import {
  type Asked,
  type PassedScript,
  type PassedStop,
  toAskedFacts,
  toScriptFacts,
  toStopFacts,
} from './stops.ts';
import { toExceptionState, toTargetType } from '../passedRecord.ts';
import type { Placeholders } from '../placeholders.ts';
import type { RecordOf, TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

type RelayedFacts = Extract<TraceFacts, { kind: 'relayed' }>;

/** A message that a debug relay passes on. */
interface Relayed extends Pick<RelayedFacts, 'from' | 'relay'> {
  readonly method: string;
}

/** A message about pages or breakpoints that reaches a relay or leaves it. */
export interface Passed extends Pick<
  RecordOf<'passed'>,
  | ('way' | 'form' | 'method' | 'isJoined' | 'command' | 'own' | 'failure')
  | ('isCSharp' | 'context' | 'step' | 'isForgetting' | 'console')
> {
  readonly target?: string | undefined;
  readonly opened?: string | undefined;
  readonly type?: string | undefined;
  readonly breakpoint?: string | undefined;
  readonly state?: string | undefined;
  readonly loaded?: PassedScript;
  readonly stop?: PassedStop;
}

/** What records the messages of the relays of a launch. */
interface RelayTrace {
  readonly onRelayed: (relayed: Relayed) => void;
  readonly onPassed: (passed: Passed) => void;
  readonly onAsked: (asked: Asked) => void;
}

/** Returns what records the messages of the relays of a session's launch. */
export function traceRelays(
  recorder: TraceRecorder,
  clock: Clock,
): (session: string) => RelayTrace {
  const counts = new EventCounts<RelayedFacts>(recorder, clock);
  let relays = 0;
  return (name) => {
    const session = recorder.placeholders.get('session', name);
    const relay = ++relays;
    const onPassed = (passed: Passed): void =>
      void recorder.recordUncaused(toPassedFacts(passed, session, relay, recorder.placeholders));
    const onAsked = (asked: Asked): void =>
      void recorder.recordUncaused(toAskedFacts(asked, session, relay, recorder.placeholders));
    return { onAsked, onPassed, onRelayed: countRelayed(counts, session) };
  };
}

/** Returns what a trace has of a message, with placeholders for what names pages and breakpoints. */
export function toPassedFacts(
  passed: Passed,
  session: RecordOf<'passed'>['session'],
  relay: number,
  placeholders: Placeholders,
): TraceFacts {
  const { breakpoint, loaded, opened, state, stop, target, type } = passed;
  return {
    kind: 'passed',
    session,
    relay,
    way: passed.way,
    form: passed.form,
    method: passed.method,
    isJoined: passed.isJoined,
    target: target === undefined ? undefined : placeholders.get('target', target),
    command: passed.command,
    own: passed.own,
    opened: opened === undefined ? undefined : placeholders.get('target', opened),
    type: type === undefined ? undefined : toTargetType(type),
    breakpoint: breakpoint === undefined ? undefined : placeholders.get('breakpoint', breakpoint),
    isCSharp: passed.isCSharp,
    state: state === undefined ? undefined : toExceptionState(state),
    context: passed.context,
    loaded: loaded === undefined ? undefined : toScriptFacts(loaded, placeholders),
    stop: stop === undefined ? undefined : toStopFacts(stop, placeholders),
    step: passed.step,
    isForgetting: passed.isForgetting,
    console: passed.console,
    failure: passed.failure,
  };
}

/** Records messages by their methods. */
function countRelayed(
  counts: EventCounts<RelayedFacts>,
  session: RelayedFacts['session'],
): RelayTrace['onRelayed'] {
  return ({ from, relay, method: text }) => {
    const method = toRelayedMethod(text);
    const create = (): RelayedFacts => ({
      kind: 'relayed',
      session,
      relay,
      from,
      method,
      count: 1,
    });
    if (isOrdered(method)) counts.record(create());
    else counts.count(`${session} ${relay} ${from} ${method}`, create);
  };
}
