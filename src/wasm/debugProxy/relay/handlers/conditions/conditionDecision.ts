import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../../../../common/clock.ts';
import { getMessage } from '../../../../../common/log.ts';
import { type BreakpointTexts, isHit } from '../../../conditions/breakpointTexts.ts';
import { wasmErrors } from '../../../../errors.ts';
import type { CallFrame } from '../../cdp/callFrames.ts';
import type { RelayTarget } from '../../handler.ts';
import type { Hit, StopAnswers } from '../../answers/stopAnswers.ts';

/** How long it may take to decide whether a breakpoint stops, in milliseconds: less than a handler may hold the stop. */
const decisionLimit = 8_000;

const placeSchema = z.looseObject({ lineNumber: z.number(), columnNumber: z.number() });

/** What a decision needs to know of its target, and changes. */
export interface DecisionState {
  /** How often each log message was hit, by its place and its hit count. */
  readonly hits: Map<string, number>;
  readonly contextId: number;
}

export interface DecisionPorts {
  readonly texts: Pick<BreakpointTexts, 'failed'>;
  readonly clock: Clock;
  readonly answers: StopAnswers;
}

/** Whether one of the breakpoints is to stop. They do if that can't be found out in time. */
export async function decideInTime(
  frame: CallFrame,
  hits: readonly Hit[],
  target: RelayTarget,
  state: DecisionState,
  ports: DecisionPorts,
): Promise<boolean> {
  const over = new AbortController();
  const deciding = decide(frame, hits, target, state, { ...ports, over: over.signal });
  const stops = await withTimeout(ports.clock, decisionLimit, deciding, undefined);
  // Parts of an expression that failed may still be evaluated.
  over.abort();
  if (stops !== undefined) return stops;
  for (const { line, path } of hits) {
    const { message } = wasmErrors.ConditionTimedOut({ seconds: decisionLimit / 1_000 });
    ports.texts.failed(path, line, message);
  }
  return true;
}

/** Does nothing more once it is over. */
async function decide(
  frame: CallFrame,
  hits: readonly Hit[],
  target: RelayTarget,
  state: DecisionState,
  ports: DecisionPorts & { readonly over: AbortSignal },
): Promise<boolean> {
  const expressions = ports.answers.expressions(target, frame, ports.over);
  let stops = false;
  for (const hit of hits) {
    const { condition, logMessage } = hit.text;
    try {
      if (condition !== undefined && !(await expressions.holds(condition))) continue;
      if (logMessage === undefined) stops = true;
      else if (!ports.over.aborted && isCounted(hit, state)) {
        const text = await expressions.render(logMessage);
        if (!ports.over.aborted) log(text, frame, target, state, ports);
      }
    } catch (error) {
      if (ports.over.aborted || expressions.isPageGone(error)) return true;
      ports.texts.failed(hit.path, hit.line, getMessage(error));
      stops ||= logMessage === undefined;
    }
  }
  return stops;
}

function isCounted({ line, path, text: { hitCondition } }: Hit, { hits }: DecisionState): boolean {
  if (hitCondition === undefined) return true;
  const key = `${path}:${line}:${hitCondition}`;
  const count = (hits.get(key) ?? 0) + 1;
  hits.set(key, count);
  return isHit(count, hitCondition);
}

/** As a message of the console, whose place the debugger links. */
function log(
  text: string,
  { functionName, location, url }: CallFrame,
  target: RelayTarget,
  { contextId }: DecisionState,
  { clock }: DecisionPorts,
): void {
  const { columnNumber, lineNumber } = placeSchema.parse(location);
  const { scriptId } = location;
  target.emit('Runtime.consoleAPICalled', {
    type: 'log',
    args: [{ type: 'string', value: text }],
    executionContextId: contextId,
    timestamp: clock.now().getTime(),
    stackTrace: { callFrames: [{ functionName, scriptId, url, lineNumber, columnNumber }] },
  });
}
