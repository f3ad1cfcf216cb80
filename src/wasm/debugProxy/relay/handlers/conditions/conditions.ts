import * as z from 'zod/mini';
import { readBreakpointId } from '../../cdp/breakpoints.ts';
import { isCSharpFrame, pausedSchema } from '../../cdp/callFrames.ts';
import type { PendingStops } from '../../pendingStops.ts';
import type { Hit } from '../../answers/stopAnswers.ts';
import { type DecisionPorts, decideInTime } from './conditionDecision.ts';
import {
  drop,
  type EventOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../../handler.ts';
import { leftMethod } from '../steps/leftCSharp.ts';

interface ConditionPorts extends DecisionPorts {
  readonly pending: PendingStops;
}

const askedSchema = z.object({ lineNumber: z.number() });
const contextSchema = z.object({ context: z.object({ id: z.number() }) });

/** What is known of one target. */
class State {
  /** The line, from 1, at which each breakpoint was asked for, by its id. */
  readonly lines = new Map<string, number>();
  /** How often each log message was reached, by its place and its hit count. */
  readonly hits = new Map<string, number>();
  /** Whether the debugger has asked for a stop, by a step or a pause. */
  isStopWanted = false;
  contextId = 0;
}

/**
 * Evaluates the conditions and the log messages of breakpoints in C#, since the debugger takes them for
 * JavaScript. A stop where nothing is to stop is not reported, and the page goes on. Steps and pauses always stop.
 */
export function conditionsHandler(ports: ConditionPorts): RelayHandler {
  const states = new PerTarget(() => new State());
  const wantsNone = (_: unknown, target: RelayTarget) => {
    states.of(target).isStopWanted = false;
    return pass;
  };
  const wantsStop = (_: unknown, target: RelayTarget) => {
    states.of(target).isStopWanted = true;
    return pass;
  };
  return {
    name: 'conditions',
    commands: {
      'Debugger.stepInto': wantsStop,
      'Debugger.stepOver': wantsStop,
      'Debugger.stepOut': wantsStop,
      'Debugger.pause': wantsStop,
      'Debugger.resume': wantsNone,
    },
    answers: {
      'Debugger.setBreakpointByUrl': ({ result }, { params }, target) => {
        const line = askedSchema.safeParse(params).data?.lineNumber;
        const id = readBreakpointId(result);
        if (line !== undefined && id !== undefined) states.of(target).lines.set(id, line + 1);
        return pass;
      },
    },
    events: {
      'Runtime.executionContextCreated': ({ params }, target) => {
        const id = contextSchema.safeParse(params).data?.context.id;
        if (id !== undefined) states.of(target).contextId = id;
        return pass;
      },
      [leftMethod]: wantsNone,
      'Debugger.paused': ({ params }, target) => onPaused(params, target, states.of(target), ports),
    },
  };
}

function onPaused(
  params: unknown,
  target: RelayTarget,
  state: State,
  ports: ConditionPorts,
): EventOutcome | Promise<EventOutcome> {
  const { data: paused } = pausedSchema.safeParse(params);
  const [frame] = paused?.callFrames ?? [];
  const ids = paused?.hitBreakpoints ?? [];
  const wasWanted = state.isStopWanted;
  state.isStopWanted = false;
  if (frame === undefined || ids.length === 0 || !isCSharpFrame(frame)) return pass;
  const hits = ids.map((id) => ports.answers.breakpoint(target, frame, id, state.lines.get(id)));
  // One that has no text stops always.
  if (hits.includes(undefined)) return pass;
  const end = ports.pending.begin(target);
  return decideInTime(frame, hits as readonly Hit[], target, state, ports).then((stops) => {
    // A pause has no effect while the page is stopped.
    const isWanted = wasWanted || state.isStopWanted;
    state.isStopWanted = false;
    if (!stops && !isWanted) {
      void ports.pending.resume(target, end);
      return drop;
    }
    end();
    // The debugger counts hits, and goes on where too few are counted.
    return stops ? pass : replaceBy({ ...paused, hitBreakpoints: [] });
  });
}
