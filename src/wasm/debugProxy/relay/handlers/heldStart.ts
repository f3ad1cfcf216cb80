import * as z from 'zod/mini';
import { deferred } from '../../../../common/deferred.ts';
import { pass, type RelayHandler, type RelayTarget } from '../handler.ts';
import { readyFunction } from './leftRuntime.ts';

const pausedSchema = z.object({ callFrames: z.array(z.object({ functionName: z.string() })) });

/**
 * Keeps a page paused in which a runtime has started, before any code of the app runs. The debug proxy would let it
 * run as soon as it has read the symbols. Used between the proxy and the browser.
 */
export class HeldStart {
  readonly #released = deferred();
  #held: RelayTarget | undefined;

  /** Lets the app start, and later ones at once. */
  release(): void {
    this.#released.resolve();
  }

  handler(): RelayHandler {
    return {
      name: 'held start',
      commands: {
        'Debugger.resume': (_, target) =>
          target === this.#held ? this.#released.promise.then(() => pass) : pass,
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
