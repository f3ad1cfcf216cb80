import { HumanError } from '../../../common/humanError.ts';
import type { RelayTarget } from './handler.ts';

/** How often a refused breakpoint is set. It is refused when its page is left for another site at that moment. */
const maxAttempts = 10;

/**
 * Whether the browser refused a breakpoint since there is one at its location. If the page is left for another site
 * while a command is pending, the browser repeats it in the next process, which knows the breakpoint already.
 */
export function isLocationTaken(reason: string | undefined): boolean {
  return reason !== undefined && /location already exists/.test(reason);
}

/**
 * Sets a breakpoint that may be set already with one of these ids, and again whenever its page is left during that.
 * Resolves to the result of `Debugger.setBreakpointByUrl`, and rejects with the error of a command.
 */
export async function replaceBreakpoint(
  target: RelayTarget,
  params: object,
  ids: readonly string[],
): Promise<object> {
  for (let attempt = 1; ; attempt++) {
    const { contexts } = target;
    for (const breakpointId of ids) {
      await target.send('Debugger.removeBreakpoint', { breakpointId });
    }
    try {
      const result = await target.send('Debugger.setBreakpointByUrl', params);
      if (contexts === target.contexts || attempt >= maxAttempts) return result as object;
    } catch (error) {
      const isLeft = contexts !== target.contexts || isRefusedAsTaken(error);
      if (!isLeft || attempt >= maxAttempts) throw error;
    }
  }
}

function isRefusedAsTaken(error: unknown): boolean {
  return error instanceof HumanError && isLocationTaken(error.message);
}
