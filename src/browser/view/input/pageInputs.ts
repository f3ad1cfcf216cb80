import type { Clock } from '../../../common/clock.ts';
import type { PageInput } from '../../../pageView/messages/pageInput.ts';
import type { PageSession } from '../pageSession.ts';
import { HeldInput } from './heldInput.ts';
import { toInputCommand } from './inputCommand.ts';
import type { PageClipboard } from './pageClipboard.ts';
import { InputQueue } from './inputQueue.ts';
import { Touches } from './touches.ts';

/** The user's input to a page. */
export class PageInputs {
  readonly #held = new HeldInput();
  readonly #queue: InputQueue;

  constructor(session: PageSession, clipboard: PageClipboard, clock: Clock) {
    const touches = new Touches();
    this.#queue = new InputQueue(clock, async (input) => {
      if (input.kind === 'clipboard') return clipboard.take(input.action);
      const { method, params } = toInputCommand(input, touches);
      await session.send(method, params);
    });
  }

  give(input: PageInput): void {
    this.#held.note(input);
    this.#queue.push(input);
  }

  /** Releases what the page believes pressed. */
  release(): void {
    for (const input of this.#held.release()) this.#queue.push(input);
  }

  /** Drops input that the page doesn't have yet. */
  clear(): void {
    this.#queue.clear();
  }
}
