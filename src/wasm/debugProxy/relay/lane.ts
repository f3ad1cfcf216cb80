/** Does steps one after the other: at once where it can, after those that are held where not. */
export class Lane {
  readonly #waiting: (() => void | Promise<void>)[] = [];
  #isHeld = false;

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Runs a step, which holds later ones while its promise is pending. Steps do not reject. */
  run(step: () => void | Promise<void>): void {
    this.#waiting.push(step);
    if (!this.#isHeld) this.#drain();
  }

  #drain(): void {
    this.#isHeld = true;
    for (let step = this.#waiting.shift(); step !== undefined; step = this.#waiting.shift()) {
      const held = step();
      if (held !== undefined) return void held.finally(() => this.#drain());
    }
    this.#isHeld = false;
  }
}
