import type { Clock } from '../../common/clock.ts';
import type { Holder } from './remoteSession.ts';

/** The range in which other hosts' lease times are respected, in seconds. */
const shortestLease = 15;
const longestLease = 600;
/** The lease of a session whose status names no holder, in seconds. */
const unnamedLease = 60;

/**
 * Determines which holders are gone: those whose claim wasn't renewed for as long as the lease, measured by this
 * host's monotonic clock from when it first saw the claim. The clocks of hosts are never compared.
 */
export class HolderWatch {
  readonly #clock: Clock;
  /** The last renewal of each session by uid, and when it was seen. */
  readonly #seen = new Map<string, { readonly renewal: string; readonly since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the holder of a session is gone. Has to be called regularly, to see renewals. */
  isLost(uid: string, holder: Holder | undefined): boolean {
    const renewal = `${holder?.identity} ${holder?.renewTime}`;
    const seen = this.#seen.get(uid);
    const now = this.#clock.elapsed();
    if (seen?.renewal !== renewal) {
      this.#seen.set(uid, { renewal, since: now });
      return false;
    }
    const lease = holder?.leaseSeconds ?? unnamedLease;
    const respected = Math.min(longestLease, Math.max(shortestLease, lease));
    return now - seen.since > respected * 1_000;
  }

  forget(uid: string): void {
    this.#seen.delete(uid);
  }

  /** Begins again after an outage, in which no host could renew its claims. */
  reset(): void {
    this.#seen.clear();
  }
}
