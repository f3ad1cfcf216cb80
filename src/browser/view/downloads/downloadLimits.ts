import type { Clock } from '../../../common/clock.ts';
import type { HumanError } from '../../../common/humanError.ts';
import { browserErrors } from '../../errors.ts';

/** Bounds of what pages download. */
const downloadLimits = {
  /** The most downloads at a time. */
  pending: 10,
  /** The most downloads in a minute. */
  perMinute: 30,
  /** The most bytes of unfinished downloads together. */
  bytes: 4 * 1024 ** 3,
  /** How often the user is asked for a folder after choosing none. */
  dismissals: 3,
  /** How long no folder is asked for after the user has chosen none, in milliseconds. */
  silence: 10_000,
};

/** Decides which downloads may begin, so that no page fills the disk or keeps asking for a folder. */
export class DownloadLimits {
  readonly #clock: Clock;
  #begun: number[] = [];
  #dismissals = 0;
  #dismissedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a download. Returns the reason if it is refused, or `silent` if the user needs no notice of that. */
  begin(pending: number): HumanError | 'silent' | undefined {
    const now = this.#clock.elapsed();
    this.#begun = this.#begun.filter((at) => at > now - 60_000);
    if (this.#dismissals >= downloadLimits.dismissals) {
      return browserErrors.DownloadFolderNotChosen();
    }
    if (now < this.#dismissedAt + downloadLimits.silence) return 'silent';
    if (pending >= downloadLimits.pending || this.#begun.length >= downloadLimits.perMinute) {
      return browserErrors.TooManyDownloads();
    }
    this.#begun.push(now);
    return undefined;
  }

  /** Returns the reason if unfinished downloads have this many bytes, which is too much. */
  checkBytes(total: number): HumanError | undefined {
    return total > downloadLimits.bytes ? browserErrors.DownloadsTooLarge() : undefined;
  }

  /** The user has chosen no folder. */
  dismiss(): void {
    const now = this.#clock.elapsed();
    if (now < this.#dismissedAt + downloadLimits.silence) return;
    this.#dismissals++;
    this.#dismissedAt = now;
  }
}
