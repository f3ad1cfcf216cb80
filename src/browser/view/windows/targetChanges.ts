import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';

/** Calls back with the keys that have changed, each at most once in an interval in milliseconds. */
export class TargetChanges implements Disposable {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #tell: (key: string) => void;
  readonly #changed = new Set<string>();
  #timer: Disposable | undefined;

  constructor(clock: Clock, interval: number, tell: (key: string) => void) {
    this.#clock = clock;
    this.#interval = interval;
    this.#tell = tell;
  }

  add(key: string): void {
    this.#changed.add(key);
    this.#timer ??= this.#clock.after(this.#interval, () => this.#flush());
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#changed.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const key of changed) this.#tell(key);
  }
}
