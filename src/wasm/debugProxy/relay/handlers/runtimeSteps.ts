import { isCSharpFrame, type Paused, pausedSchema } from '../cdp/callFrames.ts';
import type { FrameworkScripts } from '../frameworkScripts.ts';
import { drop, type EventOutcome, pass, PerTarget, type RelayHandler } from '../handler.ts';
import type { CdpEvent } from '../cdp/messages.ts';
import { isForeignFrame } from './stacks.ts';
import type { RelayTarget } from '../handler.ts';

/** Functions in which the runtime stops by itself, for the debug proxy. */
const stopsForProxy =
  /^_?mono_wasm_(fire_debugger_agent_message_with_data_to_pause|runtime_ready|set_entrypoint_breakpoint)$/;

/**
 * Takes steps that end in code of .NET or Blazor on to the user's: out to the next function of theirs, or,
 * where there is none up the stack, lets the page run. The proxy does so with Just My Code only, and steps
 * out of one function after the other, which takes up to a second.
 */
export function runtimeStepsHandler(scripts: FrameworkScripts): RelayHandler {
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
        if (next === undefined) return pass;
        target.send(next).catch(() => undefined);
        return drop;
      },
    },
  };
}

/** Neither a breakpoint nor an exception. */
function isEndOfStep({ hitBreakpoints, reason }: Paused): boolean {
  return !hitBreakpoints?.length && (reason === 'other' || reason === 'step');
}

function stepFrom(
  { callFrames }: Paused,
  target: RelayTarget,
  scripts: FrameworkScripts,
): 'Debugger.stepOut' | 'Debugger.resume' | undefined {
  const [top, ...callers] = callFrames;
  if (top === undefined || stopsForProxy.test(top.functionName)) return undefined;
  if (!isForeignFrame(top, target, scripts)) return undefined;
  const isUsers = (frame: (typeof callers)[number]): boolean =>
    isCSharpFrame(frame) || !isForeignFrame(frame, target, scripts);
  return callers.some(isUsers) ? 'Debugger.stepOut' : 'Debugger.resume';
}
