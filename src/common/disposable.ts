/** A resource that its owner releases by calling `dispose` once. */
export interface Disposable {
  dispose(): void;
}

/** Creates a disposable that calls `onDispose` on the first call of `dispose` only. */
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
 * Owns disposables and disposes of them in reverse order. An item that is added after disposal is
 * disposed of immediately, so it can't leak.
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
