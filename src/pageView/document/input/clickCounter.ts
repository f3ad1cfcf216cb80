/** The longest time between two clicks of a double click, in milliseconds. */
const maxTime = 500;
/** The longest distance between them, in CSS pixels on each axis. */
const maxDistance = 5;
/** Browsers know no quadruple clicks. */
const maxClicks = 3;

interface Press {
  readonly button: number;
  readonly clientX: number;
  readonly clientY: number;
  /** In milliseconds. */
  readonly timeStamp: number;
}

/** Counts consecutive clicks, since pointer events don't. */
export class ClickCounter {
  #last: Press | undefined;
  #clicks = 0;

  /** The count of the last press, which its release has too. */
  get clicks(): number {
    return this.#clicks;
  }

  press({ button, clientX, clientY, timeStamp }: Press): number {
    const last = this.#last;
    const isNext =
      last !== undefined &&
      last.button === button &&
      timeStamp - last.timeStamp <= maxTime &&
      Math.abs(clientX - last.clientX) <= maxDistance &&
      Math.abs(clientY - last.clientY) <= maxDistance;
    this.#last = { button, clientX, clientY, timeStamp };
    this.#clicks = isNext ? Math.min(this.#clicks + 1, maxClicks) : 1;
    return this.#clicks;
  }
}
