import {
  answerWith,
  drop,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';
import type { StepEnds } from './runtimeSteps.ts';

/** Reported by the relay behind the proxy, which passes it on to the one before it. */
const leftMethod = 'IdeSession.leftCSharp';
/** Tells a resume that only the proxy is meant to act on from those of the debugger. */
const forgetParams = { ideSession: 'forget' };

/**
 * Makes a debug proxy forget its last stop in C# once a step has ended in JavaScript. When it leaves a step
 * to the browser, as it does with a step out of the only C# method on the stack, it evaluates everything in
 * the frame of that stop until the debugger resumes the page. Used behind the proxy; the page waits for the
 * relay before the proxy, which sends that resume through it (see {@link forgetCSharpHandler}).
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

  /** Must come before handlers that take a resume for the debugger's. */
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

function isForget(params: unknown): boolean {
  const mark = (params as { ideSession?: unknown } | undefined)?.ideSession;
  return mark === forgetParams.ideSession;
}

/** Used before the proxy, see {@link LeftCSharp}. What follows waits until the proxy has forgotten its stop. */
export function forgetCSharpHandler(): RelayHandler {
  return {
    name: 'forget C#',
    events: {
      async [leftMethod](_, target) {
        // Where the page is gone the proxy has forgotten it, too.
        await target.send('Debugger.resume', forgetParams).catch(() => undefined);
        return drop;
      },
    },
  };
}
