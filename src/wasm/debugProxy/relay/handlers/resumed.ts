import { drop, pass, PerTarget, type RelayHandler } from '../handler.ts';

/**
 * Forwards `Debugger.resumed` only if the debugger was told of the pause. After a step past the end of an
 * event handler, the proxy steps out of the runtime's frames one by one and reports each step. Must be the
 * last handler, to see what the debugger receives.
 */
export function resumedHandler(): RelayHandler {
  const states = new PerTarget(() => ({ isPaused: false }));
  return {
    name: 'resumed',
    events: {
      'Debugger.paused': (_, target) => {
        states.of(target).isPaused = true;
        return pass;
      },
      'Debugger.resumed': (_, target) => {
        const state = states.of(target);
        if (!state.isPaused) return drop;
        state.isPaused = false;
        return pass;
      },
    },
  };
}
