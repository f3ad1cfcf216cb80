import type { RelayHandler } from '../handler.ts';

/**
 * Tells a debug proxy whether to leave out code without symbols. A proxy that the app serves itself has
 * no other way to learn it; it keeps it for one connection, of which the first page tells it.
 */
export function justMyCodeHandler(isOn: boolean): RelayHandler {
  let isTold = false;
  return {
    name: 'just my code',
    attached(target) {
      if (isTold || target.type !== 'page') return;
      isTold = true;
      const property = { JustMyCodeStepping: isOn };
      // An older proxy that does not know it shows more frames, which the relay takes out.
      target.send('DotnetDebugger.setDebuggerProperty', property).catch(() => undefined);
    },
  };
}
