import * as z from 'zod/mini';
import type { CdpCommand } from '../../cdp/messages.ts';
import { pass, PerTarget, type RelayHandler, type RelayTarget } from '../../handler.ts';

/** How a debugger resumes a paused page. */
type StepKind = z.output<typeof paramsSchema>['kind'];

const paramsSchema = z.object({ kind: z.enum(['run', 'step', 'stepInto', 'stepOut']) });

/** A command of the relay in front of the proxy to the one behind it, which answers it. */
export const stepKindMethod = 'IdeSession.stepKind';

/** Reads the parameters of a {@link stepKindMethod} command. */
export function readStepKind(params: CdpCommand['params']): StepKind | undefined {
  return paramsSchema.safeParse(params).data?.kind;
}

/**
 * Tells the relay behind the proxy how the debugger resumes the page, before the proxy does: the proxy sends
 * the same command to the browser for all kinds. Used in front of the proxy.
 */
export function stepKindHandler(): RelayHandler {
  const sent = new PerTarget((): { kind: StepKind } => ({ kind: 'run' }));
  const announce = (kind: StepKind) => async (_: unknown, target: RelayTarget) => {
    const last = sent.of(target);
    // Each step into a call counts separately.
    if (last.kind !== kind || kind === 'stepInto') {
      last.kind = kind;
      // There is no relay behind a proxy that the app serves.
      await target.send(stepKindMethod, { kind }).catch(() => undefined);
    }
    return pass;
  };
  return {
    name: 'step kind',
    commands: {
      'Debugger.stepInto': announce('stepInto'),
      'Debugger.stepOver': announce('step'),
      'Debugger.stepOut': announce('stepOut'),
      'Debugger.resume': announce('run'),
    },
  };
}
