import { Emitter, type Event } from '../../../common/emitter.ts';
import type { ViewInput } from '../../../pageView/messages/viewInput.ts';
import type { ViewUpdate } from '../../../pageView/messages/viewUpdate.ts';
import type { TabContent } from './tabContent.ts';

/** Shows that the session of a tab has ended. */
export class EndedContent implements TabContent {
  readonly #updates = new Emitter<ViewUpdate>();
  readonly #startAgain: (() => Promise<void>) | undefined;
  #isStarting = false;

  readonly updates: Event<ViewUpdate> = this.#updates.event;

  /** `startAgain` is absent if the session can't be started from the tab. It never rejects. */
  constructor(startAgain: (() => Promise<void>) | undefined) {
    this.#startAgain = startAgain;
  }

  handle(input: ViewInput): void {
    if (input.type === 'ready') this.#update();
    if (input.type === 'startAgain' && !this.#isStarting) void this.#start();
  }

  setVisible(): void {}

  async #start(): Promise<void> {
    this.#setStarting(true);
    await this.#startAgain?.();
    this.#setStarting(false);
  }

  #setStarting(isStarting: boolean): void {
    this.#isStarting = isStarting;
    this.#update();
  }

  #update(): void {
    const canStartAgain = this.#startAgain !== undefined && !this.#isStarting;
    this.#updates.fire({ type: 'status', status: { state: 'ended', canStartAgain } });
  }
}
