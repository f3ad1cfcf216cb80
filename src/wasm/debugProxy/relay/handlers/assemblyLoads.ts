import * as z from 'zod/mini';
import type { Clock } from '../../../../common/clock.ts';
import type { Disposable } from '../../../../common/disposable.ts';
import {
  drop,
  type EventOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../handler.ts';
import { holdFunction, loadMarker, pageScript, pageScriptUrl } from '../assemblyLoadsScript.ts';

/** How long a page is held if the proxy does not report that it is done, in milliseconds. */
const holdLimit = 10_000;

const frameSchema = z.looseObject({ scriptId: z.optional(z.string()) });
const consoleSchema = z.looseObject({
  args: z.array(z.looseObject({ value: z.optional(z.unknown()) })),
  stackTrace: z.optional(z.looseObject({ callFrames: z.array(frameSchema) })),
});
const pausedSchema = z.object({ callFrames: z.array(z.object({ functionName: z.string() })) });
const scriptSchema = z.object({ scriptId: z.string(), url: z.string() });

/** The assembly loads of a page. */
class Loads {
  /** The ids of the page script, one for each document. */
  readonly scripts = new Set<string>();
  /** Set while the page is held. */
  limit: Disposable | undefined;
  /** Whether the proxy has reported that it is done before it reported the pause. */
  isDone = false;
  /** How many loads timed out, so that the page went on before the proxy was done. */
  overdue = 0;
}

/**
 * Holds a page that lazily loads an assembly until the proxy has set its breakpoints. The runtime announces
 * such an assembly in a console message and continues immediately, so that its first code would run past
 * breakpoints.
 */
export function assemblyLoadsHandler(clock: Clock): RelayHandler {
  const loads = new PerTarget(() => new Loads());
  return {
    name: 'assembly loads',
    attached(target) {
      if (target.type === 'page') addPageScript(target);
    },
    events: {
      'Debugger.scriptParsed': ({ params }, target) => {
        const { data } = scriptSchema.safeParse(params);
        if (data?.url !== pageScriptUrl) return pass;
        loads.of(target).scripts.add(data.scriptId);
        return drop;
      },
      'Debugger.paused': ({ params }, target) => {
        const top = pausedSchema.safeParse(params).data?.callFrames[0];
        return top?.functionName === holdFunction ? onHeld(loads.of(target), target, clock) : pass;
      },
      'Runtime.consoleAPICalled': ({ params }, target) =>
        onConsole(params, loads.of(target), target),
      'Runtime.executionContextsCleared': (_, target) => {
        const present = loads.of(target);
        present.scripts.clear();
        present.limit?.dispose();
        present.limit = undefined;
        present.isDone = false;
        present.overdue = 0;
        return pass;
      },
    },
  };
}

/** Adds the script to the current and to future documents. */
function addPageScript(target: RelayTarget): void {
  target
    .send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript })
    .catch(() => undefined);
  target.send('Runtime.evaluate', { expression: pageScript }).catch(() => undefined);
}

function onHeld(loads: Loads, target: RelayTarget, clock: Clock): EventOutcome {
  loads.limit = clock.after(holdLimit, () => {
    loads.overdue++;
    release(loads, target);
  });
  if (loads.isDone) release(loads, target);
  return drop;
}

/** The proxy forwards the announcement when it has processed the assembly. */
function onConsole(params: unknown, loads: Loads, target: RelayTarget): EventOutcome {
  const { data: message } = consoleSchema.safeParse(params);
  if (message?.args[0]?.value === loadMarker) {
    if (loads.overdue > 0) {
      loads.overdue--;
      return drop;
    }
    loads.isDone = true;
    if (loads.limit !== undefined) release(loads, target);
    return drop;
  }
  const frames = message?.stackTrace?.callFrames;
  if (message === undefined || frames === undefined) return pass;
  const others = frames.filter(({ scriptId }) => !loads.scripts.has(scriptId ?? ''));
  if (others.length === frames.length) return pass;
  return replaceBy({ ...message, stackTrace: { ...message.stackTrace, callFrames: others } });
}

function release(loads: Loads, target: RelayTarget): void {
  loads.limit?.dispose();
  loads.limit = undefined;
  loads.isDone = false;
  target.send('Debugger.resume').catch(() => undefined);
}
