import { type ApiObject, isOlder, type WatchEvent } from './objects.ts';

/**
 * The objects of a server as far as they are known. Tolerates events that arrive twice, out of order, or
 * after newer objects were read in another way. Methods return the names of the objects that have changed.
 */
export class KnownObjects<T extends ApiObject> {
  #objects = new Map<string, T>();
  /** The versions at which objects left the selection since the list before, by uid. */
  readonly #gone = new Map<string, string | undefined>();
  #version = '';

  /** The version up to which all changes are known; empty before the first list. */
  get version(): string {
    return this.#version;
  }

  get(name: string): T | undefined {
    return this.#objects.get(name);
  }

  values(): Iterable<T> {
    return this.#objects.values();
  }

  /** Replaces all objects by those of a list. */
  replace(items: readonly T[], version: string): readonly string[] {
    const previous = this.#objects;
    this.#objects = new Map(items.map((item) => [item.metadata.name, item]));
    this.#gone.clear();
    for (const { metadata } of previous.values()) {
      const uid = this.#objects.get(metadata.name)?.metadata.uid;
      if (uid !== metadata.uid) this.#noteGone(metadata.uid, version);
    }
    this.#version = version;
    const changed = items.filter((item) => !isSame(previous.get(item.metadata.name), item));
    const gone = [...previous.keys()].filter((name) => !this.#objects.has(name));
    return [...changed.map(({ metadata }) => metadata.name), ...gone];
  }

  apply(event: WatchEvent<T>): readonly string[] {
    if (event.type === 'BOOKMARK') {
      this.#advance(event.resourceVersion);
      return [];
    }
    this.#advance(event.object.metadata.resourceVersion);
    return event.type === 'DELETED' ? this.#remove(event.object) : this.put(event.object);
  }

  /** Records an object that was read or written, unless a newer one is known. */
  put(object: T): readonly string[] {
    const { name, resourceVersion, uid } = object.metadata;
    const known = this.#objects.get(name);
    if (uid !== undefined && this.#gone.has(uid)) {
      // It returns when it is selected again.
      if (!isOlder(this.#gone.get(uid), resourceVersion)) return [];
      this.#gone.delete(uid);
    }
    if (isSame(known, object) || isOlder(resourceVersion, known?.metadata.resourceVersion)) {
      return [];
    }
    this.#objects.set(name, object);
    return [name];
  }

  #remove({ metadata }: T): readonly string[] {
    const { name, resourceVersion, uid } = metadata;
    this.#noteGone(uid, resourceVersion);
    const known = this.#objects.get(name);
    // Another object of the same name may have been created since.
    if (known === undefined || known.metadata.uid !== uid) return [];
    this.#objects.delete(name);
    return [name];
  }

  #noteGone(uid: string | undefined, version: string | undefined): void {
    if (uid !== undefined) this.#gone.set(uid, version);
  }

  #advance(version: string | undefined): void {
    if (version !== undefined && !isOlder(version, this.#version)) this.#version = version;
  }
}

function isSame(known: ApiObject | undefined, { metadata }: ApiObject): boolean {
  return (
    known !== undefined &&
    known.metadata.uid === metadata.uid &&
    known.metadata.resourceVersion !== undefined &&
    known.metadata.resourceVersion === metadata.resourceVersion
  );
}
