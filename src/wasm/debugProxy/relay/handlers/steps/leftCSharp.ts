import {
  answerWith,
  drop,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../../handler.ts';
import type { StepEnds } from './runtimeSteps.ts';

/**
 * An event of the relay behind the proxy, which the proxy forwards to the relay in front of it: a step from C#
 * has ended in JavaScript or without a stop.
 */
export const leftMethod = 'IdeSession.leftCSharp';
/** Distinguishes a resume that is for the proxy only from those of the debugger. */
const forgetParams = { ideSession: 'forget' };

/**
 * Makes a debug proxy forget its last C# stop when a step has ended in JavaScript. If the proxy leaves a step
 * to the browser, such as a step out of the only C# method on the stack, it evaluates everything in the
 * frame of that stop until the debugger resumes the page. Used behind the proxy. The page waits for the
 * relay in front of the proxy, which sends that resume through it (see {@link forgetCSharpHandler}).
 */
export class LeftCSharp implements StepEnds {
  readonly #states = new PerTarget(() => ({ isRunningOn: false }));

  runOn(target: RelayTarget): void {
    this.#states.of(target).isRunningOn = true;
    target.emit(leftMethod, {});
  }

  arrive(target: RelayTarget): void {
    this.#states.of(target).isRunningOn = false;
    target.emit(leftMethod, {});
  }

  /** Must precede handlers that treat a resume as one of the debugger. */
  handler(): RelayHandler {
    return {
      name: 'left C#',
      commands: {
        'Debugger.resume': ({ params }, target) => {
          if (!isForget(params)) return pass;
          const state = this.#states.of(target);
          if (!state.isRunningOn) return answerWith({});
          state.isRunningOn = false;
          return pass;
        },
      },
    };
  }
}

/** Whether the parameters of a resume say that it is for the proxy only. */
export function isForget(params: unknown): boolean {
  const mark = (params as { ideSession?: unknown } | undefined)?.ideSession;
  return mark === forgetParams.ideSession;
}

/** Used in front of the proxy, see {@link LeftCSharp}. Later messages wait until the proxy has forgotten its stop. */
export function forgetCSharpHandler(): RelayHandler {
  return {
    name: 'forget C#',
    events: {
      async [leftMethod](_, target) {
        // If the page is closed, the proxy has forgotten it too.
        await target.send('Debugger.resume', forgetParams).catch(() => undefined);
        return drop;
      },
    },
  };
}
