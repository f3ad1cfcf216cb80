import { Emitter, type Event } from '../../../common/emitter.ts';
import type { PageInput } from '../../messages/pageInput.ts';
import type { Host } from '../host.ts';

/**
 * Sends the page what the user does, in order. Movements are merged, at most one message per animation frame.
 * A page that is paused, crashed or closed is sent nothing.
 */
export class PageInputs {
  readonly #host: Host;
  readonly #resumed = new Emitter<void>();
  #pending: PageInput[] = [];
  #isScheduled = false;
  #isLive = true;

  /** Fires when the page takes input again. It doesn't know what was released before. */
  readonly resumed: Event<void> = this.#resumed.event;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Whether the page takes input. */
  get isLive(): boolean {
    return this.#isLive;
  }

  set isLive(isLive: boolean) {
    const wasLive = this.#isLive;
    this.#isLive = isLive;
    if (!isLive) this.#pending = [];
    if (isLive && !wasLive) this.#resumed.fire();
  }

  /** Sends an input after what is pending. */
  send(input: PageInput): void {
    this.#flush();
    if (this.#isLive) this.#host.send({ type: 'input', input });
  }

  /** Sends a movement with the next animation frame, merged with movements of the same kind. */
  move(input: PageInput): void {
    if (!this.#isLive) return;
    const last = this.#pending.at(-1);
    const merged = last && merge(last, input);
    if (merged === undefined) this.#pending.push(input);
    else this.#pending[this.#pending.length - 1] = merged;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    const inputs = this.#pending;
    this.#pending = [];
    for (const input of inputs) this.#host.send({ type: 'input', input });
  }
}

/** Returns one movement for two consecutive ones; `undefined` if they can't be merged. */
function merge(first: PageInput, second: PageInput): PageInput | undefined {
  if (first.kind === 'mouse' && second.kind === 'mouse') return second;
  if (first.kind === 'touch' && second.kind === 'touch') return second;
  if (first.kind !== 'wheel' || second.kind !== 'wheel') return undefined;
  if (first.modifiers !== second.modifiers) return undefined;
  const deltaX = first.deltaX + second.deltaX;
  return { ...second, deltaX, deltaY: first.deltaY + second.deltaY };
}
