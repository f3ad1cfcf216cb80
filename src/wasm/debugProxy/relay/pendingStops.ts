import { type Deferred, deferred } from '../../../common/deferred.ts';
import { pass, PerTarget, type RelayHandler, type RelayTarget } from './handler.ts';

/**
 * Stops that the debugger doesn't know of yet, since it is being decided whether they are reported. What the
 * debugger evaluates in the page waits: the debug proxy would take it for C#.
 */
export class PendingStops {
  readonly #pending = new PerTarget<{ stop: Deferred<void> | undefined }>(() => ({
    stop: undefined,
  }));

  /** Returns the function that ends it. */
  begin(target: RelayTarget): () => void {
    const stop = deferred();
    const state = this.#pending.of(target);
    state.stop = stop;
    return () => {
      if (state.stop === stop) state.stop = undefined;
      stop.resolve();
    };
  }

  /** Resumes a page whose stop is not reported, and ends it. */
  async resume(target: RelayTarget, end: () => void): Promise<void> {
    // The page may be closed.
    await target.send('Debugger.resume').catch(() => undefined);
    end();
  }

  handler(): RelayHandler {
    return {
      name: 'pending stops',
      commands: {
        'Runtime.evaluate': (_, target) =>
          this.#pending.of(target).stop?.promise.then(() => pass) ?? pass,
      },
    };
  }
}
