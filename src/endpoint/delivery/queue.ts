/** A double-ended queue with amortized constant time for all operations. */
export class Queue<T> {
  /** Items that were put in front, the first one last. */
  readonly #front: T[] = [];
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#front.length + this.#items.length - this.#head;
  }

  get first(): T | undefined {
    return this.#front.at(-1) ?? this.#items[this.#head];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.#front.length > 0) return this.#front.pop();
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Puts items in front, in order. */
  unshift(...items: readonly T[]): void {
    this.#front.push(...items.toReversed());
  }

  /** Removes and returns all items, in order. */
  clear(): readonly T[] {
    const all = [...this.#front.toReversed(), ...this.#items.slice(this.#head)];
    this.#front.length = 0;
    this.#items = [];
    this.#head = 0;
    return all;
  }
}
