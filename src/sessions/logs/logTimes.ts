/** The maximum number of times that are kept. */
const maxTimes = 2_000;

/** When the output of a stream was written: exactly for the latest output, and ever more roughly before. */
export class LogTimes {
  /** Offsets and times in milliseconds, in order. A time holds up to the next offset. */
  #entries: { readonly start: number; readonly time: number }[] = [];

  /** Notes that the output from `start` is written now. */
  note(start: number, time: number): void {
    if (this.#entries.at(-1)?.time === time) return;
    this.#entries.push({ start, time });
    if (this.#entries.length > maxTimes) {
      const recent = maxTimes / 2;
      this.#entries = this.#entries.filter(
        (_, index) => index % 2 === 0 || index >= this.#entries.length - recent,
      );
    }
  }

  /** Returns when the byte at an offset was written, in milliseconds; `undefined` if it wasn't yet. */
  at(offset: number): number | undefined {
    const entries = this.#entries;
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((entries[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return entries[low - 1]?.time;
  }
}
