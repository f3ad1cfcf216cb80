import { type ApiObject, isOlder, type WatchEvent } from './objects.ts';

/**
 * The objects of a server as far as they are known. Tolerates events that arrive twice, out of order, or
 * after newer objects were read in another way. Methods return the names of the objects that have changed.
 */
export class KnownObjects<T extends ApiObject> {
  #objects = new Map<string, T>();
  /** The uids of objects that were deleted since the last list. They never return. */
  readonly #deleted = new Set<string>();
  #version = '';

  /** The newest version that was seen; empty before the first list. */
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
    this.#deleted.clear();
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
    return event.type === 'DELETED' ? this.#remove(event.object) : this.put(event.object);
  }

  /** Records an object that was read or written, unless a newer one is known. */
  put(object: T): readonly string[] {
    const { name, resourceVersion, uid } = object.metadata;
    this.#advance(resourceVersion);
    const known = this.#objects.get(name);
    if (uid !== undefined && this.#deleted.has(uid)) return [];
    if (isSame(known, object) || isOlder(resourceVersion, known?.metadata.resourceVersion)) {
      return [];
    }
    this.#objects.set(name, object);
    return [name];
  }

  #remove({ metadata }: T): readonly string[] {
    const { name, resourceVersion, uid } = metadata;
    this.#advance(resourceVersion);
    if (uid !== undefined) this.#deleted.add(uid);
    const known = this.#objects.get(name);
    // Another object of the same name may have been created since.
    if (known === undefined || known.metadata.uid !== uid) return [];
    this.#objects.delete(name);
    return [name];
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
