import { messageOf } from '../../common/log.ts';
import type { Page } from '../../browser/page/page.ts';
import { runtimeState } from './wasmPage.ts';
import type { PageAnswer } from '../diagnosis/facts.ts';

/** What a page says of its .NET runtime, in the terms of a diagnosis; never rejects. */
export async function readPageAnswer(page: Page): Promise<PageAnswer | { problem: string }> {
  try {
    const { runtime, serviceWorkers } = await runtimeState(page);
    if (runtime === undefined) return { problem: 'no .NET runtime is up in the page' };
    const { debugLevel, productVersion } = runtime;
    const serviceWorker = {
      controlled: serviceWorkers?.isControlled ?? false,
      scopes: serviceWorkers?.scopes ?? [],
    };
    return {
      serviceWorker,
      ...(productVersion !== undefined && { runtimeVersion: productVersion }),
      ...(debugLevel !== undefined && { debugLevel }),
    };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
