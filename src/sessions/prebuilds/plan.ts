import type { PrebuildState } from './prebuildTable.ts';
import type { PrebuildHold, PrebuildLimits, Preset, PresetReason } from './preset.ts';

/** What happened to a preset since its last success. Times of the monotonic clock, in milliseconds. */
export interface PresetHistory {
  /** Grows with each change of the inputs. */
  readonly revision: number;
  /** The failures in a row with the present inputs. */
  readonly failures: number;
  /** Why the last preparation failed. */
  readonly cause: string;
  readonly failedAt: number;
  /** How often the inputs have changed under a preparation since the last claim or the last quiet time. */
  readonly replacements: number;
  readonly replacedAt: number;
}

/** A preparation that is neither claimed nor discarded. */
interface Preparation {
  readonly id: number;
  readonly preset: string;
  readonly fingerprint: string;
  readonly revision: number;
  readonly state: Extract<PrebuildState, 'Preparing' | 'Ready'>;
}

/** Everything that decides what to do, at one time. */
export interface PrebuildSnapshot {
  readonly now: number;
  readonly limits: PrebuildLimits;
  readonly presets: readonly (Preset & {
    readonly history: PresetHistory;
    readonly hold: PrebuildHold | undefined;
    /** When the hours of its schedule begin; `undefined` during them. */
    readonly opensAt: number | undefined;
  })[];
  readonly preparations: readonly Preparation[];
}

/** What has to be done, and what is shown. */
export interface PrebuildPlan {
  /** The preparations to discard, because their inputs have changed, they are too many, or they are in the way. */
  readonly discard: readonly number[];
  /** The names of presets of which one is to be prepared, once for each. */
  readonly prepare: readonly string[];
  readonly reasons: ReadonlyMap<string, PresetReason>;
  /** When the plan has to be made again although nothing happens. */
  readonly wakeAt: number | undefined;
}

type PresetFacts = PrebuildSnapshot['presets'][number];

/** Plans from one snapshot. Presets that come first are served first. */
export function planPrebuilds(snapshot: PrebuildSnapshot): PrebuildPlan {
  const kept = keepWanted(snapshot);
  const keptIds = new Set(kept.map(({ id }) => id));
  let busy = kept.filter(({ state }) => state === 'Preparing').length;
  let total = kept.length;
  const prepare: string[] = [];
  const reasons = new Map<string, PresetReason>();
  for (const preset of snapshot.presets) {
    const own = kept.filter((one) => one.preset === preset.name);
    const waiting = getWait(preset, snapshot);
    const room = Math.min(snapshot.limits.total - total, snapshot.limits.width - busy);
    const wanted = preset.count - own.length;
    const begun = waiting === undefined ? Math.max(0, Math.min(wanted, room)) : 0;
    prepare.push(...Array<string>(begun).fill(preset.name));
    busy += begun;
    total += begun;
    const missing = wanted - begun;
    const isReady = own.length === preset.count && own.every(({ state }) => state === 'Ready');
    const isLimited = missing > 0 && total >= snapshot.limits.total;
    const kind = isReady ? 'complete' : isLimited ? 'limit' : 'preparing';
    reasons.set(preset.name, missing > 0 && waiting !== undefined ? waiting : { kind });
  }
  const discard = snapshot.preparations.flatMap(({ id }) => (keptIds.has(id) ? [] : [id]));
  return { discard, prepare, reasons, wakeAt: firstWake(reasons) };
}

/**
 * Returns the preparations to keep: of present inputs, within the count of their preset and the limit over all.
 * A loaded machine ends none, since they may be what loads it. Nor does the end of a schedule's hours.
 */
function keepWanted({ limits, preparations, presets }: PrebuildSnapshot): readonly Preparation[] {
  const current = presets.flatMap(({ count, fingerprint, history, hold, name }) =>
    preparations
      .filter((one) => one.preset === name && one.fingerprint === fingerprint)
      .filter(({ revision }) => revision === history.revision)
      .filter(({ state }) => state === 'Ready' || hold === undefined || hold === 'loaded')
      .toSorted(readyFirst)
      .slice(0, count),
  );
  return current.slice(0, limits.total);
}

function readyFirst(one: Preparation, other: Preparation): number {
  return Number(other.state === 'Ready') - Number(one.state === 'Ready') || one.id - other.id;
}

function getWait(
  { history, hold, opensAt }: PresetFacts,
  snapshot: PrebuildSnapshot,
): PresetReason | undefined {
  const { limits, now } = snapshot;
  const { cause, failedAt, failures, replacedAt, replacements } = history;
  if (failures >= limits.maxFailures) return { kind: 'paused', cause };
  if (opensAt !== undefined) return { kind: 'outsideHours', until: opensAt };
  if (hold === 'loaded') return { kind: hold, until: now + limits.loadInterval };
  if (hold !== undefined) return { kind: hold };
  const failedUntil = failedAt + getDelay(failures, limits);
  if (now < failedUntil) return { kind: 'backoff', until: failedUntil, cause };
  const changedUntil = replacedAt + getDelay(replacements, limits);
  return now < changedUntil ? { kind: 'changing', until: changedUntil } : undefined;
}

/** Returns how long a preset waits after it has failed or was replaced for so many times in a row. */
export function getDelay(times: number, { firstWait, longestWait }: PrebuildLimits): number {
  return times === 0 ? 0 : Math.min(longestWait, firstWait * 2 ** (times - 1));
}

function firstWake(reasons: ReadonlyMap<string, PresetReason>): number | undefined {
  const times = [...reasons.values()].flatMap((reason) =>
    'until' in reason ? [reason.until] : [],
  );
  return times.length === 0 ? undefined : Math.min(...times);
}
