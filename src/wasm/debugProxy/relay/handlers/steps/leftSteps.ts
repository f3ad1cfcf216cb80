import * as z from 'zod/mini';
import { type Paused, pausedSchema } from '../../cdp/callFrames.ts';
import { evaluationUrl } from '../../frameworkScripts.ts';
import { drop, pass, PerTarget, type RelayHandler, type RelayTarget } from '../../handler.ts';
import { isEndOfStep, isForProxy } from './runtimeSteps.ts';
import { readStepKind, stepKindMethod } from './stepKind.ts';

const contextSchema = z.object({
  context: z.object({ auxData: z.optional(z.object({ isDefault: z.boolean() })) }),
});

/** Whether a step keeps a page from pausing. */
type Phase =
  | 'running'
  /** The debugger has stepped last. The step may have gone past the end of all functions. */
  | 'stepping'
  /** The page was left during a step. */
  | 'left'
  /** The next document was asked to pause. */
  | 'pausing';

const left: Readonly<Record<Phase, Phase>> = {
  running: 'running',
  stepping: 'left',
  left: 'left',
  // The pause may have been requested of the document that is gone.
  pausing: 'left',
};

/**
 * Lets a page pause again that was left during a step. Chromium keeps a step that went past the last function.
 * It then ignores all breakpoints and `debugger` statements of the next document in the same process, so that
 * no C# would be debugged. Any pause that is requested there ends the step. Used between the proxy and the
 * browser; must be the first handler of pauses.
 */
export function leftStepsHandler(): RelayHandler {
  const pages = new PerTarget((): { phase: Phase } => ({ phase: 'running' }));
  return {
    name: 'left steps',
    commands: {
      [stepKindMethod]: ({ params }, target) => {
        pages.of(target).phase = readStepKind(params) === 'run' ? 'running' : 'stepping';
        return pass;
      },
    },
    events: {
      'Runtime.executionContextsCleared': (_, target) => {
        const page = pages.of(target);
        page.phase = left[page.phase];
        return pass;
      },
      'Runtime.executionContextCreated': ({ params }, target) => {
        const page = pages.of(target);
        const { auxData } = contextSchema.safeParse(params).data?.context ?? {};
        if (page.phase === 'left' && auxData?.isDefault === true) {
          page.phase = 'pausing';
          pause(target);
        }
        return pass;
      },
      'Debugger.paused': ({ params }, target) => {
        const page = pages.of(target);
        const { data: paused } = pausedSchema.safeParse(params);
        if (page.phase !== 'pausing' || !isRequested(paused)) return pass;
        page.phase = 'running';
        send(target, 'Debugger.resume');
        return drop;
      },
    },
  };
}

function isRequested(paused: Paused | undefined): boolean {
  return paused !== undefined && isEndOfStep(paused) && !isForProxy(paused);
}

/** Pauses where the page runs JavaScript next, which is in an expression if it runs none of its own. */
function pause(target: RelayTarget): void {
  send(target, 'Debugger.pause');
  send(target, 'Runtime.evaluate', { expression: `0 //# sourceURL=${evaluationUrl}` });
}

function send(target: RelayTarget, method: string, params?: object): void {
  // The page may be closed.
  target.send(method, params).catch(() => undefined);
}
