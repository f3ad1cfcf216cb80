import { deferred } from '../../common/deferred.ts';
import type { HumanError } from '../../common/humanError.ts';
import type {
  Launch,
  LaunchEvents,
  PrepareEvents,
  RunStrategy,
} from '../../sessions/run/strategy.ts';

/** A strategy whose launches report what they are told. */
export class ScriptedStrategy {
  #launch: ScriptedLaunch | undefined;
  #preparation: ScriptedPreparation | undefined;

  /** The events of the current launch. */
  get launched(): LaunchEvents | undefined {
    return this.#launch?.events;
  }

  get preparing(): PrepareEvents | undefined {
    return this.#preparation?.events;
  }

  /** `canPrepare` is whether the next launch is prepared while the program runs. */
  create(canPrepare: boolean): RunStrategy {
    return {
      launch: (events) => {
        this.#launch = new ScriptedLaunch(events);
        return this.#launch;
      },
      ...(canPrepare && {
        prepare: (events, signal) => {
          const preparation = new ScriptedPreparation(events);
          this.#preparation = preparation;
          signal.addEventListener('abort', () => preparation.done.resolve());
          return preparation.done.promise;
        },
      }),
    };
  }

  exited(exitCode: number | undefined, error: HumanError | undefined): void {
    if (error === undefined) this.#launch?.exit.resolve(exitCode);
    else this.#launch?.exit.reject(error);
  }

  prepared(error: HumanError | undefined): void {
    if (error === undefined) this.#preparation?.done.resolve();
    else this.#preparation?.done.reject(error);
    this.#preparation = undefined;
  }
}

class ScriptedLaunch implements Launch {
  readonly exit = deferred<number | undefined>();
  readonly exited = this.exit.promise;
  readonly events: LaunchEvents;

  constructor(events: LaunchEvents) {
    this.events = events;
  }

  /** When it exits was recorded. */
  async end(): Promise<void> {}
}

class ScriptedPreparation {
  readonly done = deferred();
  readonly events: PrepareEvents;

  constructor(events: PrepareEvents) {
    this.events = events;
  }
}
