import { toHumanError } from '../../common/humanError.ts';
import { sessionErrors } from '../../sessions/errors.ts';
import type { Run, RunEvents } from '../../sessions/runner.ts';

/** A run of the editor, which is begun once it is held. */
export interface EditorRun extends Run {
  begin(): Promise<void>;
  /** The debug type whose adapter may attach to the process that runs; nothing if none may. */
  attachType?(): string | undefined;
  /** Lets its debugger go while the program runs on; resolves to whether it could. */
  letGo?(): Promise<boolean>;
}

/** A run that shows only after some preparation, such as a build; who stops it meanwhile ends that. */
export class PreparedRun implements EditorRun {
  readonly #prepare: (signal: AbortSignal) => Promise<EditorRun>;
  readonly #events: RunEvents;
  readonly #abort = new AbortController();
  #run: EditorRun | undefined;

  constructor(prepare: (signal: AbortSignal) => Promise<EditorRun>, events: RunEvents) {
    this.#prepare = prepare;
    this.#events = events;
  }

  async begin(): Promise<void> {
    const { signal } = this.#abort;
    try {
      this.#run = await this.#prepare(signal);
    } catch (error) {
      if (signal.aborted) this.#events.ended(undefined);
      else this.#events.failed(toHumanError(error, sessionErrors.RunNotStarted));
      return;
    }
    if (signal.aborted) this.#events.ended(undefined);
    else await this.#run.begin();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#run?.stop();
  }
}
