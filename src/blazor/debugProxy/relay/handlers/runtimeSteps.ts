import { isCSharpFrame, type Paused, pausedSchema } from '../callFrames.ts';
import type { FrameworkScripts } from '../frameworkScripts.ts';
import { drop, type EventOutcome, pass, PerTarget, type RelayHandler } from '../handler.ts';
import type { CdpEvent } from '../messages.ts';
import { isForeignFrame } from './stacks.ts';
import type { RelayTarget } from '../handler.ts';

/**
 * Takes steps that end in code of .NET or Blazor on to the user's: out to the next function of theirs, or,
 * where there is none up the stack, lets the page run. The proxy does so itself with Just My Code only.
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
        if (next === undefined) {
          states.of(target).isStepping = false;
          return pass;
        }
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
  if (top === undefined || !isForeignFrame(top, target, scripts)) return undefined;
  const isUsers = (frame: (typeof callers)[number]): boolean =>
    isCSharpFrame(frame) || !isForeignFrame(frame, target, scripts);
  return callers.some(isUsers) ? 'Debugger.stepOut' : 'Debugger.resume';
}
