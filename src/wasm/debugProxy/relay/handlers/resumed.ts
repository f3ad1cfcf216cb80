import { drop, pass, PerTarget, type RelayHandler } from '../handler.ts';

/**
 * Lets the debugger hear that a page goes on only if it knows that the page had stopped. After a step past
 * the end of a handler the proxy steps out of the runtime's frames, one by one, and each step is reported.
 * Must be the last handler, to know what the debugger has heard.
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
