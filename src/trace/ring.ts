/** Keeps the last values. */
export class Ring<T> {
  readonly #size: number;
  readonly #values: T[] = [];
  /** Where the oldest value is, once the ring is full. */
  #oldest = 0;

  constructor(size: number) {
    this.#size = size;
  }

  push(value: T): void {
    if (this.#values.length < this.#size) {
      this.#values.push(value);
      return;
    }
    this.#values[this.#oldest] = value;
    this.#oldest = (this.#oldest + 1) % this.#size;
  }

  /** The values, from the oldest to the latest. */
  list(): readonly T[] {
    return [...this.#values.slice(this.#oldest), ...this.#values.slice(0, this.#oldest)];
  }
}
