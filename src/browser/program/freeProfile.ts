import { HumanError } from '../../common/humanError.ts';
import type { BrowserPlan } from './browserProgram.ts';

/** The failures of a start whose profile another browser has, on this machine or on another one. */
const usedCodes: ReadonlySet<string> = new Set(['BrowserProfileInUse', 'BrowserProfileLocked']);

/**
 * Starts a browser. If another browser uses the persistent profile, a fresh profile is used instead and
 * reported to `told`. Rejects like `start`.
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
