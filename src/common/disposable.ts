/** Something that has an owner, who ends it by calling `dispose` once. */
export interface Disposable {
  dispose(): void;
}

/** Makes a disposable from what is to happen at disposal; later calls do nothing. */
export function toDisposable(onDispose: () => void): Disposable {
  let disposed = false;
  return {
    dispose() {
      if (disposed) return;
      disposed = true;
      onDispose();
    },
  };
}

/**
 * Owns disposables and ends them in the reverse order of their arrival.
 * What is added after disposal is disposed at once, so nothing that arrives late can leak.
 */
export class DisposableStore implements Disposable {
  #items: Disposable[] | undefined = [];

  add<T extends Disposable>(item: T): T {
    if (this.#items === undefined) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    const items = this.#items ?? [];
    this.#items = undefined;
    for (const item of items.toReversed()) item.dispose();
  }
}
