import type { Schedule } from './schedule.ts';

/** What is kept prepared. */
export interface Preset {
  readonly name: string;
  /** How many prepared sessions are kept. */
  readonly count: number;
  /**
   * Everything that the preparation uses: project, framework, configuration, profile, mode and the variables
   * that the build reads. A request claims only what was prepared with an equal one.
   */
  readonly fingerprint: string;
  /** When it is prepared; always if absent. */
  readonly schedule?: Schedule | undefined;
}

/** The bounds of all presets. Times in milliseconds. */
export interface PrebuildLimits {
  /** The maximum number of prepared sessions of all presets. */
  readonly total: number;
  /** The maximum number of concurrent preparations. */
  readonly width: number;
  /** How long a preset waits after its first failure, and after its first replacement. Doubles with each further one. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** After how many failures in a row a preset pauses until its inputs change. */
  readonly maxFailures: number;
  /** How long it takes until the load of the machine is looked at again. */
  readonly loadInterval: number;
}

/**
 * What keeps a preset from being prepared: a session runs what the preparation would change, the user waits for
 * a build, or the machine has no time or memory to spare.
 */
export type PrebuildHold = 'inUse' | 'building' | 'loaded';

/** Why a preset has fewer prepared sessions than it should. */
export type PresetReason =
  | { readonly kind: 'complete' | 'preparing' | 'limit' }
  | { readonly kind: Exclude<PrebuildHold, 'loaded'> }
  /** The hours of its schedule begin at this time of the monotonic clock. */
  | { readonly kind: 'outsideHours'; readonly until: number }
  /** The machine is loaded, which is looked at again at this time of the monotonic clock. */
  | { readonly kind: 'loaded'; readonly until: number }
  /** Preparations failed. The next one begins at this time of the monotonic clock. */
  | { readonly kind: 'backoff'; readonly until: number; readonly cause: string }
  /** The inputs change faster than sessions are prepared. */
  | { readonly kind: 'changing'; readonly until: number }
  /** Too many preparations failed. The preset waits for a change of its inputs. */
  | { readonly kind: 'paused'; readonly cause: string };
