import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { getDelay, planPrebuilds, type PrebuildPlan, type PresetHistory } from './plan.ts';
import { isAllowed, type PrebuildState } from './prebuildTable.ts';
import type { PrebuildHold, PrebuildLimits, Preset, PresetReason } from './preset.ts';
import { nextOpening } from './schedule.ts';

/** What was prepared. Disposing of it releases everything that it holds. */
export type Prepared = Disposable;

export interface PrebuildsOptions<T extends Prepared> {
  readonly limits: PrebuildLimits;
  readonly clock: Clock;
  readonly log: Log;
  /** Prepares a session. Rejects if that fails, or when the signal aborts it. */
  readonly prepare: (preset: Preset, signal: AbortSignal) => Promise<T>;
  /** Returns what keeps a preset from being prepared now. Asked with each plan. */
  readonly getHold: (preset: Preset) => PrebuildHold | undefined;
}

/** How a preparation ended, and how long it took in milliseconds. */
export interface PreparationEnd {
  readonly preset: string;
  readonly result: 'ready' | 'failed' | 'stopped';
  readonly duration: number;
}

/** A preparation with what only the orchestrator knows of it. */
interface Entry<T> {
  readonly id: number;
  readonly preset: string;
  readonly fingerprint: string;
  readonly revision: number;
  /** When it began, by the monotonic clock. */
  readonly began: number;
  readonly cancel: AbortController;
  state: PrebuildState;
  prepared: T | undefined;
}

/**
 * A plan that waits for a time is made again after this time at the latest, in milliseconds: the monotonic clock
 * may stand still while the machine sleeps, and the time of day may be set.
 */
const latestPlan = 5 * 60_000;

const noHistory: PresetHistory = {
  revision: 0,
  failures: 0,
  cause: '',
  failedAt: -Infinity,
  replacements: 0,
  replacedAt: -Infinity,
};

/**
 * Keeps sessions prepared. Facts wake it, and each time it plans again from one snapshot of all of them. Only
 * a claim hands out what was prepared; until then it is no session, and no rule for sessions applies to it.
 */
export class Prebuilds<T extends Prepared> {
  readonly #options: PrebuildsOptions<T>;
  readonly #entries = new Map<number, Entry<T>>();
  readonly #histories = new Map<string, PresetHistory>();
  readonly #changes = new Emitter<void>();
  readonly #ends = new Emitter<PreparationEnd>();
  #presets: readonly Preset[] = [];
  #reasons: ReadonlyMap<string, PresetReason> = new Map();
  /** Preparations that have not ended, discarded ones too. */
  readonly #running = new Set<Promise<void>>();
  #timer: Disposable | undefined;
  #nextId = 1;
  #stopped: string | undefined = 'it was not started';

  /** Fires when the reason of a preset may have changed. */
  readonly changes: Event<void> = this.#changes.event;
  /** Fires when a preparation has ended. */
  readonly ends: Event<PreparationEnd> = this.#ends.event;

  constructor(options: PrebuildsOptions<T>) {
    this.#options = options;
  }

  /** Begins to keep these presets prepared, instead of earlier ones. */
  run(presets: readonly Preset[]): void {
    const names = new Set(presets.map(({ name }) => name));
    for (const name of this.#histories.keys()) if (!names.has(name)) this.#histories.delete(name);
    this.#presets = presets;
    this.#stopped = undefined;
    this.reconcileAll();
  }

  /** Discards everything that is prepared, and prepares no more. */
  stop(cause: string): void {
    this.#stopped = cause;
    this.#presets = [];
    this.#histories.clear();
    this.reconcileAll();
  }

  /** Resolves when all preparations have ended, discarded ones too. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Why a preset has fewer prepared sessions than it should; `undefined` for unknown presets. */
  reason(preset: string): PresetReason | undefined {
    return this.#reasons.get(preset);
  }

  /** Why nothing is prepared; `undefined` while it is. */
  get stopCause(): string | undefined {
    return this.#stopped;
  }

  /** The inputs of a preset are others: what was prepared of them is discarded, and a pause ends. */
  changed(preset: string): void {
    const { clock, limits } = this.#options;
    const history = this.#history(preset);
    const entry = [...this.#entries.values()].find((one) => one.preset === preset);
    const now = clock.elapsed();
    // A preparation that fails may have changed its own inputs, which is noticed after it.
    const isReplaced = entry !== undefined || now - history.failedAt < limits.firstWait;
    const quietSince = history.replacedAt + getDelay(history.replacements, limits);
    // The time of a preparation isn't quiet, since it may change its own inputs.
    const quietUntil = entry?.state === 'Preparing' ? entry.began : now;
    const isQuiet = quietUntil - quietSince > limits.longestWait;
    const replacements = (isQuiet ? 0 : history.replacements) + (isReplaced ? 1 : 0);
    this.#histories.set(preset, {
      ...noHistory,
      revision: history.revision + 1,
      replacements,
      replacedAt: isReplaced ? now : history.replacedAt,
    });
    this.reconcileAll();
  }

  /** Whether {@link claim} would return something. */
  isReady(fingerprint: string): boolean {
    return this.#findReady(fingerprint) !== undefined;
  }

  /**
   * Takes what was prepared with this fingerprint. It belongs to the caller from then on, and to no other
   * caller. `undefined` if there is nothing ready. In both cases, the next change of inputs counts as the first.
   */
  claim(fingerprint: string): T | undefined {
    const entry = this.#findReady(fingerprint);
    for (const { fingerprint: wanted, name } of this.#presets) {
      if (wanted !== fingerprint) continue;
      this.#remember(name, { replacements: 0, replacedAt: -Infinity });
    }
    if (entry === undefined) return undefined;
    const { prepared } = entry;
    this.#move(entry, 'Claimed');
    this.reconcileAll();
    return prepared;
  }

  /** Plans from the present facts, and carries the plan out. */
  reconcileAll(): void {
    const plan = this.#plan();
    this.#timer?.dispose();
    this.#reasons = plan.reasons;
    for (const id of plan.discard) this.#discard(id);
    for (const name of plan.prepare) this.#prepare(name);
    const { clock } = this.#options;
    const wait = plan.wakeAt === undefined ? undefined : Math.max(0, plan.wakeAt - clock.elapsed());
    this.#timer =
      wait === undefined
        ? undefined
        : clock.after(Math.min(wait, latestPlan), () => this.reconcileAll());
    this.#changes.fire();
  }

  #plan(): PrebuildPlan {
    const { clock, limits } = this.#options;
    return planPrebuilds({
      now: clock.elapsed(),
      limits,
      presets: this.#presets.map((preset) => ({
        ...preset,
        history: this.#history(preset.name),
        hold: this.#options.getHold(preset),
        opensAt: this.#getOpening(preset),
      })),
      preparations: [...this.#entries.values()].flatMap(({ state, ...entry }) =>
        state === 'Preparing' || state === 'Ready' ? [{ ...entry, state }] : [],
      ),
    });
  }

  /** Returns when a preset may be prepared, by the monotonic clock; `undefined` if it may be now. */
  #getOpening({ schedule }: Preset): number | undefined {
    const { clock } = this.#options;
    const now = clock.now();
    const opening = schedule && nextOpening(schedule, now);
    return opening && clock.elapsed() + opening.getTime() - now.getTime();
  }

  #prepare(name: string): void {
    const preset = this.#presets.find((one) => one.name === name);
    if (preset === undefined) return;
    const entry: Entry<T> = {
      id: this.#nextId++,
      preset: name,
      fingerprint: preset.fingerprint,
      revision: this.#history(name).revision,
      began: this.#options.clock.elapsed(),
      cancel: new AbortController(),
      state: 'Preparing',
      prepared: undefined,
    };
    this.#entries.set(entry.id, entry);
    const running = this.#follow(entry, preset)
      .catch((error: unknown) => {
        this.#options.log.error(`Preset ${name} can't be followed: ${getMessage(error)}`);
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #follow(entry: Entry<T>, preset: Preset): Promise<void> {
    const { prepare } = this.#options;
    let prepared: T;
    try {
      prepared = await prepare(preset, entry.cancel.signal);
    } catch (error) {
      if (entry.state !== 'Preparing') return;
      this.#move(entry, 'Discarded');
      this.#failed(entry.preset, getMessage(error));
      this.#end(entry, 'failed');
      return this.reconcileAll();
    }
    // Discarded while it was prepared.
    if (entry.state !== 'Preparing') return prepared.dispose();
    entry.prepared = prepared;
    this.#move(entry, 'Ready');
    this.#remember(entry.preset, { failures: 0, cause: '', failedAt: -Infinity });
    this.#end(entry, 'ready');
    this.reconcileAll();
  }

  #failed(preset: string, cause: string): void {
    const { clock, limits, log } = this.#options;
    const failures = this.#history(preset).failures + 1;
    this.#remember(preset, { failures, cause, failedAt: clock.elapsed() });
    if (failures !== limits.maxFailures) return;
    log.warn(`${preset} is not prepared ahead any more until it changes. ${cause}`);
  }

  #discard(id: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const { prepared, state } = entry;
    this.#move(entry, 'Discarded');
    entry.cancel.abort();
    prepared?.dispose();
    if (state === 'Preparing') this.#end(entry, 'stopped');
  }

  #end({ began, preset }: Entry<T>, result: PreparationEnd['result']): void {
    const duration = this.#options.clock.elapsed() - began;
    this.#ends.fire({ preset, result, duration });
  }

  #findReady(fingerprint: string): Entry<T> | undefined {
    return [...this.#entries.values()].find(
      (entry) =>
        entry.fingerprint === fingerprint &&
        entry.state === 'Ready' &&
        entry.revision === this.#history(entry.preset).revision,
    );
  }

  /** Entries are forgotten in their final states. */
  #move(entry: Entry<T>, state: PrebuildState): void {
    if (!isAllowed(entry.state, state)) {
      throw new Error(`A preparation can't go from ${entry.state} to ${state}.`);
    }
    entry.state = state;
    if (state === 'Ready') return;
    this.#entries.delete(entry.id);
    entry.prepared = undefined;
  }

  #remember(preset: string, change: Partial<PresetHistory>): void {
    this.#histories.set(preset, { ...this.#history(preset), ...change });
  }

  #history(preset: string): PresetHistory {
    return this.#histories.get(preset) ?? noHistory;
  }
}
