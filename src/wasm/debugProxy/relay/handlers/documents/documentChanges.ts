import * as z from 'zod/mini';
import { deferred } from '../../../../../common/deferred.ts';
import {
  listBreakpointIds,
  readBreakpointId,
  readIdPrefix,
  toPlace,
} from '../../cdp/breakpoints.ts';
import { isCSharpScript, pausedSchema } from '../../cdp/callFrames.ts';
import {
  type AnswerOutcome,
  answerWith,
  type CommandOutcome,
  drop,
  pass,
  PerTarget,
  refuse,
  type RelayHandler,
  replaceBy,
  type RelayTarget,
} from '../../handler.ts';
import type { CdpCommand } from '../../cdp/messages.ts';
import { isLocationTaken, replaceBreakpoint } from '../../replacedBreakpoint.ts';

const scriptSchema = z.object({ scriptId: z.string() });
const rangeSchema = z.object({ start: scriptSchema });

/** The commands and documents of a target. */
class State {
  /** The number of contexts when each pending command was sent, by its id. */
  readonly sent = new Map<number, number>();
  /** The ids of the debugger's breakpoints. */
  readonly breakpoints = new Set<string>();
  /** The id that the browser has given each location. */
  readonly ids = new Map<string | undefined, string>();
  /** What its ids begin with, if one was seen. */
  idPrefix: string | undefined;
  /** The scripts of the current document. */
  scripts = new Set<string>();
  /** The scripts of the previous document. */
  leftScripts = new Set<string>();
  /** Resolves when the current document is left. */
  left = deferred();
}

/**
 * Keeps the debugger and the proxy in step when a page is left. Breakpoints and exception settings that are
 * changed at that moment are sent again, since the proxy may apply them to the previous document only. Requests
 * about C# sources of the previous document are answered here: the proxy would assume that the next document's
 * runtime is loaded. Late stops of the previous document are dropped. Must receive all scripts.
 */
export function documentChangesHandler(): RelayHandler {
  const states = new PerTarget(() => new State());
  const setting = ({ id }: CdpCommand, target: RelayTarget) => {
    states.of(target).sent.set(id, target.contexts);
    return pass;
  };
  const isLeftSince = ({ id }: CdpCommand, target: RelayTarget): boolean => {
    const { sent } = states.of(target);
    const contexts = sent.get(id) ?? target.contexts;
    sent.delete(id);
    return contexts !== target.contexts;
  };
  return {
    name: 'document changes',
    commands: {
      'Debugger.setBreakpointByUrl': setting,
      'Debugger.removeBreakpoint': setting,
      'Debugger.setPauseOnExceptions': setting,
      'Debugger.getPossibleBreakpoints': (command, target) => {
        const id = rangeSchema.safeParse(command.params).data?.start.scriptId;
        if (id === undefined || !isCSharpScript(id)) return pass;
        const state = states.of(target);
        const left = answerWith({ locations: [] });
        return isLeft(id, state) ? left : untilLeft(command, target, state, left);
      },
      'Debugger.getScriptSource': (command, target) => {
        const id = scriptSchema.safeParse(command.params).data?.scriptId;
        if (id === undefined || !isCSharpScript(id)) return pass;
        const state = states.of(target);
        const left = refuse('The page of the script was left.');
        return isLeft(id, state) ? left : untilLeft(command, target, state, left);
      },
    },
    answers: {
      'Debugger.setBreakpointByUrl': (answer, command, target) => {
        const state = states.of(target);
        const { breakpoints, ids } = state;
        const { params } = command;
        const wasLeft = isLeftSince(command, target);
        const isRefused = isLocationTaken(answer.error?.message);
        const place = toPlace(params);
        const keep = (result: unknown): void => {
          const id = readBreakpointId(result);
          if (id === undefined) return;
          breakpoints.add(id);
          ids.set(place, id);
          state.idPrefix = readIdPrefix(id, place ?? '') ?? state.idPrefix;
        };
        const known = readBreakpointId(answer.result) ?? ids.get(place);
        if (isRefused ? breakpoints.has(known ?? '') : !wasLeft) {
          keep(answer.result);
          return pass;
        }
        const present = known === undefined ? listBreakpointIds(params, state.idPrefix) : [known];
        return replaceBreakpoint(target, params as object, present).then((result) => {
          keep(result);
          return replaceBy(result);
        });
      },
      'Debugger.removeBreakpoint': (_, command, target) => {
        states.of(target).breakpoints.delete(readBreakpointId(command.params) ?? '');
        return isLeftSince(command, target) ? repeat(command, target) : pass;
      },
      'Debugger.setPauseOnExceptions': (_, command, target) =>
        isLeftSince(command, target) ? repeat(command, target) : pass,
    },
    events: {
      'Debugger.scriptParsed': ({ params }, target) => {
        const id = scriptSchema.safeParse(params).data?.scriptId;
        if (id !== undefined) states.of(target).scripts.add(id);
        return pass;
      },
      'Debugger.paused': ({ params }, target) => {
        const [top] = pausedSchema.safeParse(params).data?.callFrames ?? [];
        if (top === undefined || target.type !== 'page') return pass;
        return isStopLeft(top.location.scriptId, states.of(target)) ? drop : pass;
      },
      'Runtime.executionContextsCleared': (_, target) => {
        const state = states.of(target);
        state.leftScripts = state.scripts;
        state.scripts = new Set();
        state.left.resolve();
        state.left = deferred();
        return pass;
      },
    },
  };
}

/** Whether a C# script belongs to a previous document. */
function isLeft(scriptId: string, { scripts }: State): boolean {
  return !scripts.has(scriptId);
}

/** Sends a command to the proxy, which may not answer until the next document has a runtime if the page is left. */
function untilLeft(
  { method, params }: CdpCommand,
  target: RelayTarget,
  { left }: State,
  whenLeft: CommandOutcome,
): Promise<CommandOutcome> {
  const asked = target.send(method, params as object).then(
    (result) => answerWith(result as object),
    (error: unknown) => refuse((error as Error).message),
  );
  return Promise.race([asked, left.promise.then(() => whenLeft)]);
}

/** Whether a stop certainly belongs to a previous document. Dropping any other would leave the page paused. */
function isStopLeft(scriptId: string, state: State): boolean {
  if (isCSharpScript(scriptId)) return isLeft(scriptId, state);
  return state.leftScripts.has(scriptId) && !state.scripts.has(scriptId);
}

/** Sends a command again until the page is not left during it. */
async function repeat({ method, params }: CdpCommand, target: RelayTarget): Promise<AnswerOutcome> {
  let result: unknown;
  for (let before = NaN; before !== target.contexts;) {
    before = target.contexts;
    result = await target.send(method, params as object);
  }
  return replaceBy(result as object);
}
