import { until } from '../../fixtures/waiting.ts';

/** What a client reports of a session. */
export type Phase = 'running' | 'ended';

/** When each of several clients has reported what. */
export class Sightings {
  readonly #clients: number;
  readonly #times = new Map<string, Map<number, number>>();

  /** `clients` is how many clients there are. */
  constructor(clients: number) {
    this.#clients = clients;
  }

  /** Records a report of a client, by its index. Only the first of its kind counts. */
  add(client: number, session: string, phase: Phase): void {
    const times = this.#get(session, phase);
    if (!times.has(client)) times.set(client, performance.now());
  }

  /** Resolves when all clients have reported this, to the time of each. */
  async byAll(session: string, phase: Phase): Promise<readonly number[]> {
    const times = this.#get(session, phase);
    const what = `all clients report session ${session} as ${phase}`;
    await until(what, () => times.size === this.#clients);
    return [...times.values()];
  }

  #get(session: string, phase: Phase): Map<number, number> {
    const key = `${session} ${phase}`;
    const times = this.#times.get(key) ?? new Map<number, number>();
    this.#times.set(key, times);
    return times;
  }
}
