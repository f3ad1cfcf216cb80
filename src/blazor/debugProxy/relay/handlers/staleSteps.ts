import * as z from 'zod/mini';
import { isCSharpFrame, pausedSchema } from '../callFrames.ts';
import {
  type CommandOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';
import type { CdpEvent } from '../messages.ts';
import { clearSteps } from '../stepRequests.ts';

const scriptSchema = z.object({
  executionContextId: z.number(),
  dotNetUrl: z.string(),
});

/** What is known of the steps in the C# of one target. */
class Steps {
  /** The JavaScript context that the runtime lives in. */
  contextId: number | undefined;
  /** The last request of the runtime that was looked at. */
  lastRequest = 0;
  isStepping = false;
  /** Whether something else stopped the page before a step was reached. */
  isStale = false;
  isInCSharp = false;
}

/**
 * Clears steps that the runtime will never reach, before the next step and before the page goes on. A step
 * past the end of a handler, or one that a breakpoint ends, stays with the runtime, which refuses all steps
 * once it has two of them, and stops no more at breakpoints.
 */
export function staleStepsHandler(): RelayHandler {
  const all = new PerTarget(() => new Steps());
  return {
    name: 'stale steps',
    commands: {
      'Debugger.stepInto': (_, target) => onStep(target, all.of(target)),
      'Debugger.stepOver': (_, target) => onStep(target, all.of(target)),
      'Debugger.stepOut': (_, target) => onStep(target, all.of(target)),
      'Debugger.resume': (_, target) => onResume(target, all.of(target)),
    },
    events: {
      'Debugger.scriptParsed': ({ params }, target) => {
        const context = scriptSchema.safeParse(params).data?.executionContextId;
        if (context !== undefined) all.of(target).contextId = context;
        return pass;
      },
      'Runtime.executionContextsCleared': (_, target) => {
        Object.assign(all.of(target), new Steps());
        return pass;
      },
      'Debugger.paused': (event, target) => {
        onPaused(event, all.of(target));
        return pass;
      },
    },
  };
}

function onPaused({ params }: CdpEvent, steps: Steps): void {
  const { data: paused } = pausedSchema.safeParse(params);
  const [top] = paused?.callFrames ?? [];
  if (paused === undefined || top === undefined) return;
  steps.isInCSharp = isCSharpFrame(top);
  // A step in C# goes on while the JavaScript is looked at that C# has called.
  if (!steps.isInCSharp || !steps.isStepping) return;
  steps.isStepping = false;
  steps.isStale = (paused.hitBreakpoints?.length ?? 0) > 0 || paused.reason === 'exception';
}

async function onStep(target: RelayTarget, steps: Steps): Promise<CommandOutcome> {
  if (!steps.isInCSharp) return pass;
  if (steps.isStale) await clear(target, steps);
  steps.isStepping = true;
  return pass;
}

async function onResume(target: RelayTarget, steps: Steps): Promise<CommandOutcome> {
  if (steps.isStale || steps.isStepping) await clear(target, steps);
  return pass;
}

async function clear(target: RelayTarget, steps: Steps): Promise<void> {
  steps.isStale = false;
  steps.isStepping = false;
  if (steps.contextId === undefined) return;
  steps.lastRequest = await clearSteps(target, steps.contextId, steps.lastRequest);
}
