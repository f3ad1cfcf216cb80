import type { Clock } from '../../common/clock.ts';
import type { LaunchContext } from '../../launch/launchPlan.ts';
import { findInPathSync } from './findInPath.ts';

/** How long results are cached, in milliseconds. */
const freshness = 2_000;

/** Looks up commands in PATH and caches the results briefly. */
export class CommandSearch {
  readonly #context: Pick<LaunchContext, 'environment'>;
  readonly #clock: Clock;
  readonly #seen = new Map<string, { readonly isThere: boolean; readonly at: number }>();

  constructor(context: Pick<LaunchContext, 'environment'>, clock: Clock) {
    this.#context = context;
    this.#clock = clock;
  }

  /** Whether a command is in PATH. */
  has(name: string): boolean {
    const now = this.#clock.elapsed();
    const seen = this.#seen.get(name);
    if (seen !== undefined && now - seen.at < freshness) return seen.isThere;
    const isThere = findInPathSync(name, this.#context.environment) !== undefined;
    this.#seen.set(name, { isThere, at: now });
    return isThere;
  }
}
