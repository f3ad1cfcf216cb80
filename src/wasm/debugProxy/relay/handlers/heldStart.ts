import * as z from 'zod/mini';
import { deferred } from '../../../../common/deferred.ts';
import {
  type CommandOutcome,
  pass,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../handler.ts';
import { readyFunction } from './documents/leftRuntime.ts';

const pausedSchema = z.object({ callFrames: z.array(z.object({ functionName: z.string() })) });

/**
 * Keeps a page paused in which a runtime has started, before any code of the app runs. The debug proxy would let it
 * run as soon as it has read the symbols. Used between the proxy and the browser.
 */
export class HeldStart {
  readonly #released = deferred<CommandOutcome>();
  #held: RelayTarget | undefined;
  #hasResumed = false;

  /** Lets the app start, and later ones at once. */
  release(): void {
    this.#released.resolve(pass);
  }

  /** Lets the page go, which is being left, without its app. Later apps start at once. */
  abandon(): void {
    this.#released.resolve(replaceBy({ terminateOnResume: true }));
  }

  handler(): RelayHandler {
    return {
      name: 'held start',
      commands: {
        'Debugger.resume': (_, target) => {
          if (target !== this.#held || this.#hasResumed) return pass;
          this.#hasResumed = true;
          return this.#released.promise;
        },
      },
      events: {
        'Debugger.paused': ({ params }, target) => {
          const [top] = pausedSchema.safeParse(params).data?.callFrames ?? [];
          if (readyFunction.test(top?.functionName ?? '')) this.#held ??= target;
          return pass;
        },
      },
    };
  }
}
