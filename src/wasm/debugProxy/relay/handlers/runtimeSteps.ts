import { isCSharpFrame, type Paused, pausedSchema } from '../cdp/callFrames.ts';
import type { FrameworkScripts } from '../frameworkScripts.ts';
import {
  drop,
  type EventOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';
import type { CdpEvent } from '../cdp/messages.ts';
import { isForeignFrame } from './stacks.ts';

/** Functions in which the runtime stops by itself, for the debug proxy. */
const stopsForProxy =
  /^_?mono_wasm_(fire_debugger_agent_message_with_data_to_pause|runtime_ready|set_entrypoint_breakpoint)$/;

/** What happens where a step ends in JavaScript. */
export interface StepEnds {
  /** There is no code of the user up the stack: lets the page run. */
  runOn(target: RelayTarget): void;
  /** The page has stopped in JavaScript of the user. */
  arrive(target: RelayTarget): void;
}

export const plainEnds: StepEnds = {
  // Where the page is gone there is nothing to resume.
  runOn: (target) => void target.send('Debugger.resume').catch(() => undefined),
  arrive: () => undefined,
};

/**
 * Takes steps that end in code of .NET or Blazor on to the user's: out to the next function of theirs, or,
 * where there is none up the stack, lets the page run. The proxy does so with Just My Code only, and steps
 * out of one function after the other, which takes up to a second.
 */
export function runtimeStepsHandler(scripts: FrameworkScripts, ends: StepEnds): RelayHandler {
  const states = new PerTarget(() => ({ isStepping: false }));
  const setStepping = (isStepping: boolean) => (_: unknown, target: RelayTarget) => {
    states.of(target).isStepping = isStepping;
    return pass;
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
        if (paused === undefined || !states.of(target).isStepping) return pass;
        const next = isEndOfStep(paused) ? stepFrom(paused, target, scripts) : undefined;
        states.of(target).isStepping = next === 'Debugger.stepOut';
        if (next === undefined) {
          if (!isForProxy(paused)) ends.arrive(target);
          return pass;
        }
        if (next === 'Debugger.resume') ends.runOn(target);
        else target.send(next).catch(() => undefined);
        return drop;
      },
    },
  };
}

/** Neither a breakpoint nor an exception. */
function isEndOfStep({ hitBreakpoints, reason }: Paused): boolean {
  return !hitBreakpoints?.length && (reason === 'other' || reason === 'step');
}

/** Whether the page has stopped in C#, or for anything else that the proxy looks into. */
function isForProxy({ callFrames: [top] }: Paused): boolean {
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
