import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import { getMessage, type Log } from '../../common/log.ts';
import { ApiError } from './apiError.ts';
import { Backoff } from './backoff.ts';
import { delay } from './deadline.ts';
import { KnownObjects } from './knownObjects.ts';
import type { ApiObject, ObjectSelection, ResourceApi } from './objects.ts';

/** The shortest time after which the server ends a watch, in seconds. Up to half of it is added. */
const watchTime = 240;
/** How much later the client ends it itself, in seconds. */
const watchGrace = 30;
/** A watch that lasted this long was successful, in milliseconds. */
const successTime = 5_000;

export interface InformerOptions<T extends ApiObject> {
  readonly api: ResourceApi<T>;
  readonly selection: ObjectSelection;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** The object of this name was added, changed or removed; see {@link Informer.get}. */
  changed(name: string): void;
  /** All objects are known (`true`), or changes may be missed from now on (`false`). */
  connected(isConnected: boolean): void;
}

/**
 * Keeps a copy of the selected objects of a server up to date: lists them, watches them, and begins again
 * after an outage, for as long as it isn't disposed of.
 *
 * A watch is resumed from the last version only on a server that sends bookmarks. Others, such as DCP's,
 * don't report objects that were deleted between two watches, so all objects are listed again.
 */
export class Informer<T extends ApiObject> implements Disposable {
  readonly #options: InformerOptions<T>;
  readonly #known = new KnownObjects<T>();
  readonly #end = new AbortController();
  readonly #backoff: Backoff;
  #sendsBookmarks = false;
  #isCurrent = false;
  #hasBegun = false;
  #isConnected = false;

  constructor(options: InformerOptions<T>) {
    this.#options = options;
    this.#backoff = new Backoff({ first: 500, longest: 30_000 }, options.random);
  }

  start(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    void this.#follow();
  }

  get(name: string): T | undefined {
    return this.#known.get(name);
  }

  values(): Iterable<T> {
    return this.#known.values();
  }

  /** Records an object that was read or written by other means. */
  put(object: T): void {
    this.#announce(this.#known.put(object));
  }

  dispose(): void {
    this.#end.abort();
  }

  async #follow(): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = this.#end;
    while (!signal.aborted) {
      const began = clock.elapsed();
      try {
        if (!this.#isCurrent) await this.#list();
        await this.#watch();
      } catch (error) {
        if (signal.aborted) return;
        if (!isExpired(error)) log.warn(`The watch was interrupted. ${getMessage(error)}`);
        this.#isCurrent = this.#isCurrent && !isExpired(error);
      }
      this.#tell(false);
      // Changes are no longer known unless the next watch continues where this one ended.
      this.#isCurrent &&= this.#sendsBookmarks;
      if (clock.elapsed() - began >= successTime) this.#backoff.reset();
      await delay(clock, this.#backoff.next(), signal).catch(() => {});
    }
  }

  async #list(): Promise<void> {
    const { api, selection } = this.#options;
    const { items, resourceVersion } = await api.list(selection, this.#end.signal);
    this.#isCurrent = true;
    const changed = this.#known.replace(items, resourceVersion);
    this.#tell(true);
    this.#announce(changed);
  }

  async #watch(): Promise<void> {
    const { api, clock, random, selection } = this.#options;
    const timeoutSeconds = Math.round(watchTime * (1 + random() / 2));
    const cut = new AbortController();
    const own = clock.after((timeoutSeconds + watchGrace) * 1_000, () => cut.abort());
    const abort = (): void => cut.abort();
    this.#end.signal.addEventListener('abort', abort, { once: true });
    const ending = toDisposable(() => this.#end.signal.removeEventListener('abort', abort));
    try {
      const events = await api.watch({
        ...selection,
        resourceVersion: this.#known.version,
        timeoutSeconds,
        signal: cut.signal,
      });
      this.#tell(true);
      for await (const event of events) {
        if (this.#end.signal.aborted) return;
        this.#backoff.reset();
        this.#sendsBookmarks ||= event.type === 'BOOKMARK';
        this.#announce(this.#known.apply(event));
      }
    } finally {
      own.dispose();
      ending.dispose();
    }
  }

  #announce(names: readonly string[]): void {
    for (const name of names) {
      if (!this.#end.signal.aborted) this.#options.changed(name);
    }
  }

  #tell(isConnected: boolean): void {
    if (this.#isConnected === isConnected || this.#end.signal.aborted) return;
    this.#isConnected = isConnected;
    this.#options.connected(isConnected);
  }
}

function isExpired(error: unknown): boolean {
  return error instanceof ApiError && error.isExpired;
}
