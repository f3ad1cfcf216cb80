import { Session } from 'node:inspector/promises';
import { type Hold, holdsIn, type Owner, type Turn } from './holds.ts';

/** The sampling interval, in microseconds. */
const interval = 1_000;

interface ProcessorTime {
  readonly user: number;
  readonly system: number;
}

/** The processor time of this thread, in microseconds; `undefined` before Node 23.9, such as in a desktop VS Code. */
function processorTime(): number | undefined {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => ProcessorTime };
  if (threadCpuUsage === undefined) return undefined;
  const { system, user } = threadCpuUsage.call(process);
  return system + user;
}

/** Profiles the extension host from within and records when each turn of its event loop ended. */
export class HostProfile {
  readonly #session = new Session();
  readonly #owners: Readonly<Record<Owner, string>>;
  #turns: Turn[] = [];
  #before: number | undefined;
  #next: NodeJS.Immediate | undefined;

  /** @param owners The folders of the extensions. */
  constructor(owners: Readonly<Record<Owner, string>>) {
    this.#owners = owners;
    this.#session.connect();
  }

  async begin(): Promise<void> {
    this.#turns = [];
    this.#before = processorTime();
    this.#awaitTurn();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.setSamplingInterval', { interval });
    await this.#session.post('Profiler.start');
  }

  /** What blocked the extension host since `begin`. */
  async end(): Promise<readonly Hold[]> {
    const { profile } = await this.#session.post('Profiler.stop');
    clearImmediate(this.#next);
    await this.#session.post('Profiler.disable');
    return holdsIn(profile, { interval, owners: this.#owners, turns: this.#turns });
  }

  /** The memory of the extension host after garbage collection, in MiB. */
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
      const end = Number(process.hrtime.bigint() / 1_000n);
      const now = processorTime();
      const before = this.#before;
      const spent = now === undefined || before === undefined ? undefined : now - before;
      this.#turns.push({ end, processorTime: spent });
      this.#before = now;
      this.#awaitTurn();
    });
    // Otherwise the loop would never be idle.
    this.#next.unref();
  }
}
