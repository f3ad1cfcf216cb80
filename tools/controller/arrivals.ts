import { deferred, type Deferred } from './deferred.ts';

/** A queue of items, and of those waiting for them. */
export class Arrivals<Item> {
  private readonly items: Item[] = [];
  private readonly waiting: Deferred<Item>[] = [];

  add(item: Item): void {
    const first = this.waiting.shift();
    if (first === undefined) {
      this.items.push(item);
    } else {
      first.resolve(item);
    }
  }

  /** The next item, as soon as there is one. */
  next(): Promise<Item> {
    const wait = deferred<Item>();
    const item = this.items.shift();
    if (item === undefined) {
      this.waiting.push(wait);
    } else {
      wait.resolve(item);
    }
    return wait.promise;
  }

  /** The number of unread items. */
  get count(): number {
    return this.items.length;
  }
}
