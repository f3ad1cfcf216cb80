import { Emitter, type Event } from '../../common/emitter.ts';

/** Which controllers are connected. */
export class Presence {
  readonly #connected = new Set<string>();
  readonly #changes = new Emitter<void>();
  #hasSeenAny = false;

  /** Fires when a controller has connected, and when its connection has ended. */
  readonly changes: Event<void> = this.#changes.event;

  /** How many controllers are connected. */
  get connected(): number {
    return this.#connected.size;
  }

  /** Whether any controller has been connected. */
  get hasSeenAny(): boolean {
    return this.#hasSeenAny;
  }

  add(instanceId: string): void {
    this.#hasSeenAny = true;
    this.#connected.add(instanceId);
    this.#changes.fire();
  }

  remove(instanceId: string): void {
    this.#connected.delete(instanceId);
    this.#changes.fire();
  }
}
