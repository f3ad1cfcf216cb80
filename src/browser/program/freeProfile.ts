import { HumanError } from '../../common/humanError.ts';
import type { BrowserPlan } from './browserProgram.ts';

/** The failures of a start whose profile another browser has, on this machine or on another one. */
const usedCodes: ReadonlySet<string> = new Set(['BrowserProfileInUse', 'BrowserProfileLocked']);

/**
 * Starts a browser as planned. Where another browser has the kept profile, it is started with a fresh one,
 * and `told` hears why. Rejects as `start` does.
 */
export async function withFreeProfile<T>(
  plan: BrowserPlan,
  told: (message: string) => void,
  start: (plan: BrowserPlan) => Promise<T>,
): Promise<T> {
  try {
    return await start(plan);
  } catch (error) {
    if (!(error instanceof HumanError) || !usedCodes.has(error.code)) throw error;
    told(`The page is opened with a fresh browser profile. ${error.message}`);
    return start({ ...plan, profile: { kind: 'fresh' } });
  }
}
