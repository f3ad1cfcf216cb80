import type { RelayHandler } from '../handler.ts';

/**
 * Sets Just My Code in the debug proxy. For the app's own proxy this is the only way. The property applies
 * to a connection and is set by its first page.
 */
export function justMyCodeHandler(isOn: boolean): RelayHandler {
  let isTold = false;
  return {
    name: 'just my code',
    attached(target) {
      if (isTold || target.type !== 'page') return;
      isTold = true;
      const property = { JustMyCodeStepping: isOn };
      // Older proxies don't support it and report more frames, which the relay removes.
      target.send('DotnetDebugger.setDebuggerProperty', property).catch(() => undefined);
    },
  };
}
