import type { Clock } from '../../common/clock.ts';
import { SpareSlot, type Start } from '../../processes/spareSlot.ts';
import type { ReusableProxy } from './reusableProxy.ts';

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

/**
 * Keeps at most one debug proxy that no session uses, for the next session: starting one and compiling its
 * code takes most of the time of the first messages through it.
 */
export class SpareProxies {
  readonly #options: SpareProxiesOptions;
  readonly #spare: SpareSlot<ReusableProxy>;
  /** The number of sessions of each proxy. */
  readonly #sessions = new WeakMap<ReusableProxy, number>();
  /** How many proxies sessions have or start. */
  #inUse = 0;
  #isClosed = false;

  constructor(options: SpareProxiesOptions) {
    this.#options = options;
    const { clock } = options;
    this.#spare = new SpareSlot({ clock, keptFor, ended: ({ proxy }) => proxy.ended });
  }

  /** Starts a proxy for the next session, unless there is one, a session will give one back or memory is short. */
  prepare(key: string, start: Start<ReusableProxy>): void {
    if (this.#spare.key !== undefined || this.#inUse > 0 || !this.#hasRoom()) return;
    this.#spare.keep(key, async (signal) => this.#tried(await start(signal)));
  }

  /** Takes the kept proxy if it has the same key, otherwise starts one. Rejects as `start` does. */
  async take(key: string, start: () => Promise<ReusableProxy>): Promise<ReusableProxy> {
    this.#inUse++;
    try {
      const proxy = (await this.#spare.take(key)) ?? (await start());
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
    const isKnown = this.#spare.key === key;
    if (isWorn || isKnown || !this.#hasRoom()) return proxy.close();
    this.#spare.keep(key, () => this.#tried(proxy));
  }

  /** Ends the kept proxy. No proxy is kept from now on. Resolves when it has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#spare.close();
  }

  #hasRoom(): boolean {
    return !this.#isClosed && this.#options.freeMemory() >= memoryNeeded;
  }

  /** Ends a proxy that doesn't respond any more. */
  async #tried(proxy: ReusableProxy): Promise<ReusableProxy | undefined> {
    // Loaded by the start of the proxy.
    const { tryProxy } = await import('./reusableProxy.ts');
    if (await tryProxy(proxy, this.#options.clock)) return proxy;
    await proxy.close();
    return undefined;
  }
}
