import { HumanError } from '../../common/humanError.ts';
import type { BrowserPlan } from './browserProgram.ts';

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
    if (!(error instanceof HumanError) || error.code !== 'BrowserProfileInUse') throw error;
    told(`The page is opened with a fresh browser profile. ${error.message}`);
    return start({ ...plan, profile: { kind: 'fresh' } });
  }
}
