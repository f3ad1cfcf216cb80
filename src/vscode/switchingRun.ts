import { toHumanError } from '../common/humanError.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import type { Run, RunEvents } from '../sessions/runner.ts';
import type { EditorRun } from './preparedRun.ts';

/** Makes the run of a session in a mode, which tells these events. Throws a HumanError. */
export type CreateRun = (mode: RunMode, events: RunEvents) => EditorRun;

/**
 * A run that can be restarted in the other mode: what runs in the one ends, and then begins in the
 * other, without an end of the session.
 */
export class SwitchingRun implements Run {
  readonly #create: CreateRun;
  readonly #events: RunEvents;
  #mode: RunMode;
  #run: EditorRun | undefined;
  /** The mode of what begins when the present run has ended. */
  #next: RunMode | undefined;
  #isStopping = false;

  constructor(mode: RunMode, create: CreateRun, events: RunEvents) {
    this.#mode = mode;
    this.#create = create;
    this.#events = events;
  }

  async begin(): Promise<void> {
    try {
      this.#run = this.#create(this.#mode, this.#heard());
    } catch (error) {
      this.#isStopping = true;
      return this.#events.failed(toHumanError(error, 'RunNotStarted'));
    }
    await this.#run.begin();
  }

  /** What can't restart by itself is ended and begun again. */
  restart(mode: RunMode = this.#mode): void {
    const run = this.#run;
    if (run === undefined || this.#isStopping) return;
    if (mode === this.#mode && run.restart !== undefined) return run.restart();
    this.#next = mode;
    void run.stop();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#next = undefined;
    await this.#run?.stop();
  }

  #heard(): RunEvents {
    const events = this.#events;
    return {
      started: (pid) => events.started(pid),
      output: (stream, chunk) => events.output(stream, chunk),
      message: (level, text) => events.message(level, text),
      ended: (exitCode) => this.#over(() => events.ended(exitCode)),
      failed: (error) => this.#over(() => events.failed(error)),
    };
  }

  /** The end is told only if nothing begins in its place. */
  #over(tell: () => void): void {
    const mode = this.#next;
    this.#next = undefined;
    if (mode === undefined) {
      this.#isStopping = true;
      return tell();
    }
    this.#mode = mode;
    void this.begin();
  }
}
