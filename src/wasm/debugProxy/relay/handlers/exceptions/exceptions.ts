import * as z from 'zod/mini';
import { describeStack } from '../../../exceptions/exceptionText.ts';
import {
  isCSharpFrame,
  type Paused,
  pausedSchema,
  toFrameNumber,
  toObjectNumber,
} from '../../cdp/callFrames.ts';
import {
  drop,
  type EventOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../../handler.ts';
import type { PendingStops } from '../../pendingStops.ts';
import { keepStepsMethod } from '../steps/staleSteps.ts';
import {
  decideInTime,
  type ExceptionFilter,
  type ExceptionPorts,
  type KnownExceptions,
  type Report,
} from './exceptionDecision.ts';
import { filterSchema, writeFilter } from './exceptionRequests.ts';

interface HandlerPorts extends ExceptionPorts {
  readonly pending: PendingStops;
}

/** What the debug proxy reports of an exception. */
const dataSchema = z.looseObject({
  objectId: z.optional(z.string()),
  className: z.optional(z.string()),
  description: z.nullish(z.string()),
  uncaught: z.optional(z.boolean()),
});
type ExceptionData = z.output<typeof dataSchema>;

/** What is known of one target. */
class State {
  filter: ExceptionFilter = 'none';
  readonly known: KnownExceptions = new Map();
  /** Whether the page runs because of a step. */
  isStepping = false;
  /** Whether the debugger has asked for a pause. */
  isPauseWanted = false;
}

/**
 * Stops at exceptions of C# by where they end: uncaught are those that no `catch` of user code handles, since
 * Blazor and .NET catch all others. The debug proxy reports all exceptions. Tells type, message and stack.
 */
export function exceptionsHandler(ports: HandlerPorts): RelayHandler {
  const states = new PerTarget(() => new State());
  const setStepping = (isStepping: boolean) => (_: unknown, target: RelayTarget) => {
    const state = states.of(target);
    state.isStepping = isStepping;
    state.isPauseWanted = false;
    return pass;
  };
  return {
    name: 'exceptions',
    commands: {
      'Debugger.setPauseOnExceptions': ({ params }, target) => {
        const filter = filterSchema.safeParse(params).data?.state;
        // Workers have no C#.
        if (filter === undefined || target.type !== 'page') return pass;
        states.of(target).filter = filter;
        return replaceBy(writeFilter(filter));
      },
      'Debugger.stepInto': setStepping(true),
      'Debugger.stepOver': setStepping(true),
      'Debugger.stepOut': setStepping(true),
      'Debugger.resume': setStepping(false),
      'Debugger.pause': (_, target) => {
        states.of(target).isPauseWanted = true;
        return pass;
      },
    },
    events: {
      'Debugger.paused': ({ params }, target) => {
        const { data: paused } = pausedSchema.safeParse(params);
        if (paused === undefined) return pass;
        return onPaused(paused, target, states.of(target), ports);
      },
      'Runtime.executionContextsCleared': (_, target) => {
        const state = states.of(target);
        state.known.clear();
        state.isStepping = false;
        return pass;
      },
    },
  };
}

function onPaused(
  paused: Paused,
  target: RelayTarget,
  state: State,
  ports: HandlerPorts,
): EventOutcome | Promise<EventOutcome> {
  const { data } = dataSchema.safeParse(paused.data);
  const id = toObjectNumber(data?.objectId ?? '');
  if (paused.reason === 'exception' && data !== undefined) {
    if (id !== undefined) return onException(paused, data, id, target, state, ports);
    // Where there is no relay behind the proxy, the browser stops at all of them.
    if (state.filter === 'uncaught' && data.uncaught === false) {
      void ports.pending.resume(target, ports.pending.begin(target));
      return drop;
    }
  }
  state.isStepping = false;
  state.isPauseWanted = false;
  return pass;
}

async function onException(
  paused: Paused,
  data: ExceptionData,
  id: number,
  target: RelayTarget,
  state: State,
  ports: HandlerPorts,
): Promise<EventOutcome> {
  const end = ports.pending.begin(target);
  const report = await decideIfWanted(paused, data, id, target, state, ports);
  // A pause has no effect while the page is stopped.
  const { isPauseWanted } = state;
  state.isPauseWanted = false;
  if (report.kind === 'skipped' && !isPauseWanted) {
    void skip(target, state, ports.pending, end);
    return drop;
  }
  end();
  state.isStepping = false;
  if (report.kind === 'skipped') return replaceBy({ ...paused, reason: 'other', data: null });
  const { className = '', description } = data;
  const text = report.text ?? `${className}: ${description ?? ''}`;
  const stack = describeStack(paused.callFrames, ports.link);
  const told = { ...data, description: text + stack, uncaught: report.isUncaught };
  return replaceBy({ ...paused, data: told });
}

async function decideIfWanted(
  { callFrames }: Paused,
  { uncaught: isUncaught = false }: ExceptionData,
  id: number,
  target: RelayTarget,
  { filter, known }: State,
  ports: HandlerPorts,
): Promise<Report> {
  const frames = callFrames.filter((frame) => isCSharpFrame(frame));
  if (filter === 'none' || frames.length === 0) return { kind: 'skipped' };
  const userFrames = new Set(frames.map(({ callFrameId }) => toFrameNumber(callFrameId) ?? 0));
  return decideInTime({ id, filter, userFrames, isUncaught }, known, target, ports);
}

/** Resumes the page. A step in C# goes on. */
async function skip(
  target: RelayTarget,
  { isStepping }: State,
  pending: PendingStops,
  end: () => void,
): Promise<void> {
  // There is no relay behind a proxy that the app serves, and no step is cleared there.
  if (isStepping) await target.send(keepStepsMethod).catch(() => undefined);
  await pending.resume(target, end);
}
