import { toHumanError } from '../../common/humanError.ts';
import { sessionErrors } from '../errors.ts';
import type { RunActivity, RunEvents } from '../runner.ts';
import type { RunState } from './runTable.ts';
import type { PrepareEvents, RunStrategy } from './strategy.ts';

/** What is in the way of a recreation in each state of a run. */
export const activities: Readonly<Record<RunState['phase'], RunActivity | undefined>> = {
  idle: 'launching',
  launching: 'launching',
  running: undefined,
  recreating: 'recreating',
  restarting: 'restarting',
  stopping: 'ending',
  over: 'ending',
};

/** Reports the recreation of a run's program: from its request to the start of the next program. */
export class RecreationReport {
  readonly #events: RunEvents;
  /** Aborted when the next launch isn't prepared any more. Absent if no recreation is under way. */
  #wanted: AbortController | undefined;

  constructor(events: RunEvents) {
    this.#events = events;
  }

  begin(): void {
    this.#wanted = new AbortController();
    this.#events.recreation?.({ kind: 'preparing' });
  }

  /** Resolves to whether the next launch is prepared; to `undefined` if it isn't wanted any more. */
  async prepare(strategy: RunStrategy): Promise<boolean | undefined> {
    const signal = this.#wanted?.signal;
    if (signal === undefined) return undefined;
    try {
      await strategy.prepare?.(this.#prepareEvents(signal), signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      this.#wanted = undefined;
      const { message: reason } = toHumanError(error, sessionErrors.RunNotStarted);
      const failure = sessionErrors.ProgramNotReplaced({ reason });
      this.#events.recreation?.({ kind: 'failed', error: failure });
      return false;
    }
    if (signal.aborted) return undefined;
    this.#events.recreation?.({ kind: 'launching' });
    return true;
  }

  /** Called when the program is not kept for a preparation any more: it is replaced without one, or ends. */
  cancelPreparation(): void {
    this.#wanted?.abort();
  }

  /** Called when the program was replaced. */
  replaced(): void {
    if (this.#wanted === undefined) return;
    this.#wanted = undefined;
    this.#events.recreation?.({ kind: 'done' });
  }

  #prepareEvents(signal: AbortSignal): PrepareEvents {
    const events = this.#events;
    return {
      message(level, text) {
        if (!signal.aborted) events.message(level, text);
      },
      note(text) {
        if (signal.aborted) return;
        events.note?.(text);
        events.message('debug', text.trimEnd());
      },
    };
  }
}
