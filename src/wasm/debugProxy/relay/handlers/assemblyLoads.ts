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
import { holdFunction, loadMarker, pageScript, pageScriptUrl } from './assemblyLoadsScript.ts';

/** How long a page is held at most, in milliseconds, if the proxy does not say that it is done. */
const holdLimit = 10_000;

const frameSchema = z.looseObject({ scriptId: z.optional(z.string()) });
const consoleSchema = z.looseObject({
  args: z.array(z.looseObject({ value: z.optional(z.unknown()) })),
  stackTrace: z.optional(z.looseObject({ callFrames: z.array(frameSchema) })),
});
const pausedSchema = z.object({ callFrames: z.array(z.object({ functionName: z.string() })) });
const scriptSchema = z.object({ scriptId: z.string(), url: z.string() });

/** What is known of a page's loads of assemblies. */
class Loads {
  /** The ids of the page script, one for each document. */
  readonly scripts = new Set<string>();
  /** The page is held, until this is disposed. */
  limit: Disposable | undefined;
  /** The proxy has said that it is done before it reported the pause. */
  isDone = false;
}

/**
 * Holds a page that loads an assembly after its start until the proxy has set the breakpoints there. The
 * runtime announces such an assembly by a console message and goes on at once, so that code that runs at
 * the first visit is past its breakpoints.
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
        return pass;
      },
    },
  };
}

/** For the documents to come, and for the one that is there. */
function addPageScript(target: RelayTarget): void {
  target
    .send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript })
    .catch(() => undefined);
  target.send('Runtime.evaluate', { expression: pageScript }).catch(() => undefined);
}

function onHeld(loads: Loads, target: RelayTarget, clock: Clock): EventOutcome {
  loads.limit = clock.after(holdLimit, () => release(loads, target));
  if (loads.isDone) release(loads, target);
  return drop;
}

/** The proxy passes the announcement on when it has dealt with the assembly. */
function onConsole(params: unknown, loads: Loads, target: RelayTarget): EventOutcome {
  const { data: message } = consoleSchema.safeParse(params);
  if (message?.args[0]?.value === loadMarker) {
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
