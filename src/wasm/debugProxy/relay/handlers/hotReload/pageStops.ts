import type { Clock } from '../../../../../common/clock.ts';
import type { Disposable } from '../../../../../common/disposable.ts';
import { Emitter, type Event } from '../../../../../common/emitter.ts';
import { pass, type RelayHandler, type RelayTarget } from '../../handler.ts';

/** How long a step may take until the page counts as running on, in milliseconds. */
const stepLimit = 1_000;

const steps = ['Debugger.stepInto', 'Debugger.stepOut', 'Debugger.stepOver'];

/** Whether a page is stopped, as its user sees it. */
export class PageStops {
  readonly #clock: Clock;
  readonly #continued = new Emitter<void>();
  readonly #stopped = new Set<RelayTarget>();
  #stepping: Disposable | undefined;

  /** Fires when the page continues. */
  readonly onContinued: Event<void> = this.#continued.event;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isStopped(): boolean {
    return this.#stopped.size > 0;
  }

  /** Used in front of the proxy; must see what the debugger sees. */
  handler(): RelayHandler {
    const step = (_: unknown, target: RelayTarget): typeof pass => {
      this.#stepping?.dispose();
      // A step past the end of a handler ends without a stop.
      this.#stepping = this.#clock.after(stepLimit, () => this.#continue(target));
      return pass;
    };
    return {
      name: 'page stops',
      commands: Object.fromEntries(steps.map((method) => [method, step])),
      answers: {
        'Debugger.resume': (_, __, target) => {
          this.#continue(target);
          return pass;
        },
      },
      events: {
        'Debugger.paused': (_, target) => {
          this.#stepping?.dispose();
          this.#stopped.add(target);
          return pass;
        },
        'Runtime.executionContextsCleared': (_, target) => {
          this.#continue(target);
          return pass;
        },
      },
    };
  }

  #continue(target: RelayTarget): void {
    this.#stepping?.dispose();
    if (this.#stopped.delete(target) && !this.isStopped) this.#continued.fire();
  }
}
