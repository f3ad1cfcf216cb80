import { Session } from 'node:inspector/promises';
import { type Hold, holdsIn, type Owner } from './holds.ts';

/** How often the profiler looks, in microseconds. */
const interval = 1_000;

/** Profiles the extension host from within, and notes when each turn of its event loop ended. */
export class HostProfile {
  readonly #session = new Session();
  readonly #owners: Readonly<Record<Owner, string>>;
  #turns: number[] = [];
  #next: NodeJS.Immediate | undefined;

  /** @param owners The folders of the extensions. */
  constructor(owners: Readonly<Record<Owner, string>>) {
    this.#owners = owners;
    this.#session.connect();
  }

  async begin(): Promise<void> {
    this.#turns = [];
    this.#awaitTurn();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.setSamplingInterval', { interval });
    await this.#session.post('Profiler.start');
  }

  /** What held the extension host since the beginning. */
  async end(): Promise<readonly Hold[]> {
    const { profile } = await this.#session.post('Profiler.stop');
    clearImmediate(this.#next);
    await this.#session.post('Profiler.disable');
    return holdsIn(profile, { interval, owners: this.#owners, turns: this.#turns });
  }

  /** The memory of the extension host in MiB, without garbage. */
  async memory(): Promise<number> {
    await this.#session.post('HeapProfiler.collectGarbage');
    const { external, heapUsed } = process.memoryUsage();
    return (heapUsed + external) / (1024 * 1024);
  }

  dispose(): void {
    clearImmediate(this.#next);
    this.#session.disconnect();
  }

  #awaitTurn(): void {
    this.#next = setImmediate(() => {
      this.#turns.push(Number(process.hrtime.bigint() / 1_000n));
      this.#awaitTurn();
    });
    // Else the loop would turn all the time.
    this.#next.unref();
  }
}
