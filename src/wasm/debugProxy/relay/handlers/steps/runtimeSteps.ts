import { isCSharpFrame, type Paused, pausedSchema } from '../../cdp/callFrames.ts';
import type { FrameworkScripts } from '../../frameworkScripts.ts';
import {
  drop,
  type EventOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../../handler.ts';
import type { CdpEvent } from '../../cdp/messages.ts';
import { isForeignFrame } from '../stacks.ts';

/** Functions in which the runtime stops for the debug proxy. */
const stopsForProxy =
  /^_?mono_wasm_(fire_debugger_agent_message_with_data_to_pause|runtime_ready|set_entrypoint_breakpoint)$/;

/** Actions at the end of a step in JavaScript. */
export interface StepEnds {
  /** Resumes the page if there is no user code up the stack. */
  runOn(target: RelayTarget): void;
  /** The page has stopped in JavaScript user code, or has run on without a stop. */
  arrive(target: RelayTarget): void;
}

export const plainEnds: StepEnds = {
  // The page may be closed.
  runOn: (target) => void target.send('Debugger.resume').catch(() => undefined),
  arrive: () => undefined,
};

/**
 * Continues steps that end in code of .NET or Blazor to user code: steps out to the next user function, or
 * resumes the page if there is none up the stack. The proxy does this with Just My Code only, and steps out of each
 * function separately, which takes up to a second. Stops for exceptions in such code are skipped.
 */
export function runtimeStepsHandler(scripts: FrameworkScripts, ends: StepEnds): RelayHandler {
  const states = new PerTarget(() => ({ isStepping: false, changes: 0 }));
  const setStepping = (isStepping: boolean) => (_: unknown, target: RelayTarget) => {
    const state = states.of(target);
    state.isStepping = isStepping;
    state.changes++;
    return pass;
  };
  /** Steps out to user code. If the step doesn't stop the page, its end is noticed too. */
  const stepOut = async (target: RelayTarget): Promise<void> => {
    const state = states.of(target);
    const { changes } = state;
    await target.send('Debugger.stepOut');
    await runsToItsEnd(target);
    if (state.changes !== changes) return;
    state.isStepping = false;
    ends.arrive(target);
  };
  return {
    name: 'runtime steps',
    commands: {
      'Debugger.stepInto': setStepping(true),
      'Debugger.stepOver': setStepping(true),
      'Debugger.stepOut': setStepping(true),
      'Debugger.resume': setStepping(false),
      'Debugger.pause': setStepping(false),
    },
    events: {
      'Debugger.paused': ({ params }: CdpEvent, target): EventOutcome => {
        const { data: paused } = pausedSchema.safeParse(params);
        states.of(target).changes++;
        if (paused === undefined) return pass;
        const isSkipped = isForeignException(paused, target, scripts);
        if (!states.of(target).isStepping) {
          if (isSkipped) plainEnds.runOn(target);
          return isSkipped ? drop : pass;
        }
        const isEnd = isSkipped || isEndOfStep(paused);
        const next = isEnd ? stepFrom(paused, target, scripts) : undefined;
        states.of(target).isStepping = next === 'Debugger.stepOut';
        if (next === undefined) {
          if (!isForProxy(paused)) ends.arrive(target);
          return pass;
        }
        if (next === 'Debugger.resume') ends.runOn(target);
        // The page may be closed or left.
        else stepOut(target).catch(() => undefined);
        return drop;
      },
      'Runtime.executionContextsCleared': (_, target) => {
        states.of(target).changes++;
        return pass;
      },
    },
  };
}

/**
 * Resolves when the page has stopped, or has run its present code to the end: browsers carry out this command,
 * which has no effect, at no other time.
 */
export async function runsToItsEnd(target: RelayTarget): Promise<void> {
  await target.send('Runtime.releaseObjectGroup', { objectGroup: 'ide-session-none' });
}

/** Whether the pause is the end of a step, and neither a breakpoint nor an exception. */
export function isEndOfStep({ hitBreakpoints, reason }: Paused): boolean {
  return !hitBreakpoints?.length && (reason === 'other' || reason === 'step');
}

/**
 * Whether the pause is for an exception that .NET or Blazor throws in JavaScript. They catch hundreds of them.
 * One that is not caught counts if there is user code up the stack.
 */
export function isForeignException(
  { callFrames: [top, ...callers], data, reason }: Paused,
  target: RelayTarget,
  scripts: FrameworkScripts,
): boolean {
  if (reason !== 'exception' && reason !== 'promiseRejection') return false;
  if (isOfProxy(data?.['description'])) return true;
  if (top === undefined || !isForeignFrame(top, target, scripts)) return false;
  if (data?.['uncaught'] !== true) return true;
  return callers.every((frame) => isForeignFrame(frame, target, scripts));
}

/**
 * Whether the debug proxy has looked for a runtime in a page that has none. That of .NET 8 does so in scripts
 * without a URL.
 */
export function isOfProxy(description: unknown): boolean {
  return (
    typeof description === 'string' &&
    description.startsWith('ReferenceError: getDotnetRuntime is not defined')
  );
}

/** Whether the page has stopped in C#, or for another reason that the proxy handles. */
export function isForProxy({ callFrames: [top] }: Paused): boolean {
  return top !== undefined && stopsForProxy.test(top.functionName);
}

function stepFrom(
  paused: Paused,
  target: RelayTarget,
  scripts: FrameworkScripts,
): 'Debugger.stepOut' | 'Debugger.resume' | undefined {
  const [top, ...callers] = paused.callFrames;
  if (top === undefined || isForProxy(paused)) return undefined;
  if (!isForeignFrame(top, target, scripts)) return undefined;
  const isUsers = (frame: (typeof callers)[number]): boolean =>
    isCSharpFrame(frame) || !isForeignFrame(frame, target, scripts);
  return callers.some(isUsers) ? 'Debugger.stepOut' : 'Debugger.resume';
}
