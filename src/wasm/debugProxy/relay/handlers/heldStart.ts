import { deferred } from '../../../../common/deferred.ts';
import { type Paused, pausedSchema } from '../cdp/callFrames.ts';
import type { CdpEvent } from '../cdp/messages.ts';
import {
  type CommandOutcome,
  drop,
  type EventOutcome,
  pass,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../handler.ts';
import { readyFunction } from './documents/leftRuntime.ts';

/** Ends what is paused instead of running it. */
const withoutCode = { terminateOnResume: true };

/**
 * Keeps a page paused in which a runtime has started, before any code of the app runs, and then where the app stops.
 * The debug proxy would let it run as soon as it has read the symbols. Of the stop it is told when the page is
 * released, since it evaluates everything as C# in a page that is stopped. Used between the proxy and the browser.
 */
export class HeldStart {
  readonly #started = deferred<CommandOutcome>();
  #held: RelayTarget | undefined;
  #hasStarted = false;
  #isReleased = false;
  /** Whether the page is being left, none of whose code is to run. */
  #isLeaving = false;
  /** Where the app has stopped: all that the browser has told, which the proxy needs to read the stack. */
  #stop: Paused | undefined;

  /** Lets the app start. The page is held again where it stops. */
  start(): void {
    this.#hasStarted = true;
    this.#started.resolve(pass);
  }

  /** Holds nothing from now on. Returns whether the app has stopped, which the proxy is told now. */
  release(): boolean {
    this.#isReleased = true;
    this.start();
    const stop = this.#stop;
    if (stop !== undefined) this.#held?.emit('Debugger.paused', stop);
    return stop !== undefined;
  }

  /** Lets the page go, which is being left, without any further code of it. Holds nothing from now on. */
  abandon(): void {
    this.#isReleased = true;
    this.#isLeaving = true;
    this.#hasStarted = true;
    this.#started.resolve(replaceBy(withoutCode));
    if (this.#stop !== undefined) this.#end();
  }

  handler(): RelayHandler {
    return {
      name: 'held start',
      commands: {
        'Debugger.resume': (_, target) => {
          // The proxy resumes once for each document, and a page may load itself again while it is held.
          return target !== this.#held || this.#hasStarted ? pass : this.#started.promise;
        },
      },
      events: {
        'Debugger.paused': ({ params }, target) => this.#onPaused(params, target),
        'Debugger.resumed': (_, target) => this.#onGone(target),
        'Runtime.executionContextsCleared': (_, target) => {
          if (target === this.#held) this.#isLeaving = false;
          return this.#onGone(target);
        },
      },
    };
  }

  #onPaused(params: CdpEvent['params'], target: RelayTarget): EventOutcome {
    const { data } = pausedSchema.safeParse(params);
    if (data === undefined) return pass;
    if (readyFunction.test(data.callFrames[0]?.functionName ?? '')) {
      this.#held ??= target;
      return pass;
    }
    if (target !== this.#held) return pass;
    if (this.#isLeaving) {
      this.#end();
      return drop;
    }
    if (this.#isReleased) return pass;
    this.#stop = data;
    return drop;
  }

  #onGone(target: RelayTarget): EventOutcome {
    if (target === this.#held) this.#stop = undefined;
    return pass;
  }

  /** Ends what is stopped. The page may be left already. */
  #end(): void {
    this.#held?.send('Debugger.resume', withoutCode).catch(() => undefined);
  }
}
