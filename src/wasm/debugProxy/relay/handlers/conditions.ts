import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { type Clock, within } from '../../../../common/clock.ts';
import { deferred } from '../../../../common/deferred.ts';
import { messageOf } from '../../../../common/log.ts';
import {
  type BreakpointText,
  type BreakpointTexts,
  isHit,
} from '../../conditions/breakpointTexts.ts';
import { formatValue } from '../../conditions/format.ts';
import { FrameValues } from '../../conditions/frameValues.ts';
import { parseLogMessage } from '../../conditions/logMessage.ts';
import { type CallFrame, isCSharpFrame, pausedSchema } from '../cdp/callFrames.ts';
import {
  drop,
  type EventOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';

/** How long it may take to decide whether a breakpoint stops, in milliseconds: less than a handler may hold the stop. */
const decisionLimit = 8_000;

const askedSchema = z.object({ lineNumber: z.number() });
const setSchema = z.object({ breakpointId: z.string() });
const placeSchema = z.looseObject({ lineNumber: z.number(), columnNumber: z.number() });
const contextSchema = z.object({ context: z.object({ id: z.number() }) });

/** What is known of one target. */
class State {
  /** The line, from 1, at which each breakpoint was asked for, by its id. */
  readonly lines = new Map<string, number>();
  /** How often each log message was come to, by its place and its hit count. */
  readonly hits = new Map<string, number>();
  isStepping = false;
  /** While a stop is looked at of which the debugger does not know. */
  deciding: Promise<unknown> | undefined;
  contextId = 0;
}

/** A breakpoint that was hit, in the frame that hit it. */
interface Hit {
  readonly path: string;
  readonly line: number;
  readonly text: BreakpointText;
}

/**
 * Evaluates the conditions and the log messages of breakpoints in C#, since the debugger takes them for
 * JavaScript. A stop where nothing is to stop is not reported, and the page goes on. A step always stops.
 */
export function conditionsHandler(texts: BreakpointTexts, clock: Clock): RelayHandler {
  const states = new PerTarget(() => new State());
  const steps = (_: unknown, target: RelayTarget) => {
    states.of(target).isStepping = true;
    return pass;
  };
  return {
    name: 'conditions',
    commands: {
      'Debugger.stepInto': steps,
      'Debugger.stepOver': steps,
      'Debugger.stepOut': steps,
      // The proxy takes it for C# while the page stands in C#.
      'Runtime.evaluate': (_, target) => states.of(target).deciding?.then(() => pass) ?? pass,
      'Debugger.resume': (_, target) => {
        states.of(target).isStepping = false;
        return pass;
      },
    },
    answers: {
      'Debugger.setBreakpointByUrl': ({ result }, { params }, target) => {
        const line = askedSchema.safeParse(params).data?.lineNumber;
        const id = setSchema.safeParse(result).data?.breakpointId;
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
      'Debugger.paused': ({ params }, target) =>
        onPaused(params, target, states.of(target), { texts, clock }),
    },
  };
}

interface Ports {
  readonly texts: BreakpointTexts;
  readonly clock: Clock;
}

function onPaused(
  params: unknown,
  target: RelayTarget,
  state: State,
  ports: Ports,
): EventOutcome | Promise<EventOutcome> {
  const { data: paused } = pausedSchema.safeParse(params);
  const [frame] = paused?.callFrames ?? [];
  const ids = paused?.hitBreakpoints ?? [];
  const wasStepping = state.isStepping;
  state.isStepping = false;
  if (frame === undefined || ids.length === 0 || !isCSharpFrame(frame)) return pass;
  const hits = ids.map((id) => hitAt(frame, state.lines.get(id), ports.texts));
  // One that has no text stops always.
  if (hits.includes(undefined)) return pass;
  const { promise: deciding, resolve: decided } = deferred();
  state.deciding = deciding;
  const over = (): void => {
    if (state.deciding === deciding) state.deciding = undefined;
    decided();
  };
  return decideInTime(frame, hits as readonly Hit[], target, state, ports).then((stops) => {
    if (stops || wasStepping) {
      over();
      return pass;
    }
    void target.send('Debugger.resume').then(over, over);
    return drop;
  });
}

function hitAt(
  { url }: CallFrame,
  line: number | undefined,
  texts: BreakpointTexts,
): Hit | undefined {
  if (line === undefined || !url.startsWith('file:')) return undefined;
  const path = fileURLToPath(url);
  const text = texts.at(path, line);
  return text === undefined || (text.condition === undefined && text.logMessage === undefined)
    ? undefined
    : { path, line, text };
}

/** Whether one of the breakpoints is to stop. They do if that can't be found out in time. */
async function decideInTime(
  frame: CallFrame,
  hits: readonly Hit[],
  target: RelayTarget,
  state: State,
  ports: Ports,
): Promise<boolean> {
  const deciding = decide(frame, hits, target, state, ports);
  const stops = await within(ports.clock, decisionLimit, deciding, undefined);
  if (stops !== undefined) return stops;
  for (const { line, path } of hits) {
    const seconds = decisionLimit / 1000;
    ports.texts.failed(
      path,
      line,
      `The page did not answer within ${seconds} s, so it stops here.`,
    );
  }
  return true;
}

async function decide(
  frame: CallFrame,
  hits: readonly Hit[],
  target: RelayTarget,
  state: State,
  ports: Ports,
): Promise<boolean> {
  const values = new FrameValues(target, frame);
  let stops = false;
  for (const hit of hits) {
    const { condition, logMessage } = hit.text;
    try {
      if (condition !== undefined && !(await holds(condition, values))) continue;
      if (logMessage === undefined) stops = true;
      else if (isCounted(hit, state))
        log(await render(logMessage, values), frame, target, state, ports);
    } catch (error) {
      ports.texts.failed(hit.path, hit.line, messageOf(error));
      stops ||= logMessage === undefined;
    }
  }
  return stops;
}

/** Throws an Error with .NET's own words for a condition that can't be evaluated. */
async function holds(condition: string, values: FrameValues): Promise<boolean> {
  const evaluated = await values.evaluate(condition);
  if (evaluated.kind === 'failed') throw new Error(`${condition}: ${evaluated.message}`);
  if (evaluated.kind === 'value' && evaluated.value.kind === 'bool') return evaluated.value.value;
  throw new Error(`${condition}: The expression gives no bool.`);
}

function isCounted({ line, path, text: { hitCondition } }: Hit, { hits }: State): boolean {
  if (hitCondition === undefined) return true;
  const key = `${path}:${line}:${hitCondition}`;
  const count = (hits.get(key) ?? 0) + 1;
  hits.set(key, count);
  return isHit(count, hitCondition);
}

async function render(message: string, values: FrameValues): Promise<string> {
  let text = '';
  for (const part of parseLogMessage(message)) {
    text += part.kind === 'text' ? part.text : await renderExpression(part, values);
  }
  return text;
}

async function renderExpression(
  {
    alignment,
    expression,
    format,
  }: Extract<ReturnType<typeof parseLogMessage>[number], { kind: 'expression' }>,
  values: FrameValues,
): Promise<string> {
  const evaluated = await values.evaluate(expression);
  if (evaluated.kind === 'failed') throw new Error(`${expression}: ${evaluated.message}`);
  if (evaluated.kind === 'other') return evaluated.text;
  const text = formatValue(evaluated.value, alignment, format);
  if (text === undefined) throw new Error(`The format ${format} is not available in log messages.`);
  return text;
}

/** As a message of the console, whose place the debugger links. */
function log(
  text: string,
  { functionName, location, url }: CallFrame,
  target: RelayTarget,
  { contextId }: State,
  { clock }: Ports,
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
