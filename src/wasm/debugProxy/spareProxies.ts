import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { tryProxy, type ReusableProxy } from './reusableProxy.ts';

export interface SpareProxiesOptions {
  readonly clock: Clock;
  /** The available memory of the machine, in bytes. */
  readonly freeMemory: () => number;
}

/** How long an unused proxy is kept, in milliseconds. */
const keptFor = 5 * 60_000;
/** No proxy is kept while less memory is available, in bytes. */
const memoryNeeded = 1024 ** 3;
/** After this many sessions a proxy is replaced, since it may hold on to what it read in them. */
const maxSessions = 20;

interface Spare {
  readonly key: string;
  /** Resolves to `undefined` if it could not be started. */
  readonly arrival: Promise<ReusableProxy | undefined>;
  readonly timer: Disposable;
}

/**
 * Keeps at most one debug proxy that no session uses, for the next session: starting one and compiling its
 * code takes most of the time of the first messages through it.
 */
export class SpareProxies {
  readonly #options: SpareProxiesOptions;
  /** The number of sessions of each proxy. */
  readonly #sessions = new WeakMap<ReusableProxy, number>();
  readonly #ending = new Set<Promise<void>>();
  #spare: Spare | undefined;
  /** How many proxies sessions have or start. */
  #inUse = 0;
  readonly #closing = new AbortController();

  constructor(options: SpareProxiesOptions) {
    this.#options = options;
  }

  /** Starts a proxy for the next session, unless there is one, a session will give one back or memory is short. */
  prepare(key: string, start: (signal: AbortSignal) => Promise<ReusableProxy>): void {
    if (this.#spare !== undefined || this.#inUse > 0 || !this.#hasRoom()) return;
    this.#keep(
      key,
      this.#prepared(() => start(this.#closing.signal)),
    );
  }

  /** Takes the kept proxy if it has the same key, otherwise starts one. Rejects as `start` does. */
  async take(key: string, start: () => Promise<ReusableProxy>): Promise<ReusableProxy> {
    const spare = this.#spare;
    this.#inUse++;
    try {
      const kept = spare?.key === key ? await this.#remove(spare) : undefined;
      const proxy = kept ?? (await start());
      this.#sessions.set(proxy, (this.#sessions.get(proxy) ?? 0) + 1);
      return proxy;
    } catch (error) {
      this.#inUse--;
      throw error;
    }
  }

  /** Keeps the proxy of a session that has ended, or resolves when the proxy has ended. */
  async giveBack(key: string, proxy: ReusableProxy): Promise<void> {
    this.#inUse--;
    const isWorn = (this.#sessions.get(proxy) ?? 0) >= maxSessions;
    const isKnown = this.#spare?.key === key;
    if (isWorn || isKnown || !this.#hasRoom()) return proxy.close();
    if (this.#spare !== undefined) this.#discard(this.#spare);
    this.#keep(key, this.#tried(proxy));
  }

  /** Ends the kept proxy. No proxy is kept from now on. Resolves when it has ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#spare !== undefined) this.#discard(this.#spare);
    await Promise.all(this.#ending);
  }

  #hasRoom(): boolean {
    return !this.#closing.signal.aborted && this.#options.freeMemory() >= memoryNeeded;
  }

  #keep(key: string, arrival: Promise<ReusableProxy | undefined>): void {
    const timer = this.#options.clock.after(keptFor, () => this.#discard(spare));
    const spare: Spare = { key, arrival, timer };
    this.#spare = spare;
    void arrival.then(async (proxy) => {
      await proxy?.proxy.ended;
      if (this.#spare === spare) this.#discard(spare);
    });
  }

  async #prepared(start: () => Promise<ReusableProxy>): Promise<ReusableProxy | undefined> {
    // The next session reports why none can be started.
    const proxy = await start().catch(() => undefined);
    return proxy && this.#tried(proxy);
  }

  /** Ends a proxy that doesn't respond any more. */
  async #tried(proxy: ReusableProxy): Promise<ReusableProxy | undefined> {
    if (await tryProxy(proxy, this.#options.clock)) return proxy;
    await proxy.close();
    return undefined;
  }

  #remove(spare: Spare): Spare['arrival'] {
    spare.timer.dispose();
    this.#spare = undefined;
    return spare.arrival;
  }

  #discard(spare: Spare): void {
    const ending = this.#remove(spare).then((proxy) => proxy?.close());
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }
}
