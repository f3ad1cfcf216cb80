import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { PageInput } from '../../../pageView/messages/pageInput.ts';
import type { PageSession } from '../pageSession.ts';
import { HeldInput } from './heldInput.ts';
import { toInputCommand } from './inputCommand.ts';
import { InputQueue } from './inputQueue.ts';
import type { PageClipboard } from './pageClipboard.ts';
import { PageDrag } from './pageDrag.ts';
import { Touches } from './touches.ts';

/** The user's input to a page. */
export class PageInputs implements Disposable {
  readonly #held = new HeldInput();
  readonly #drag: PageDrag;
  readonly #queue: InputQueue;

  constructor(session: PageSession, clipboard: PageClipboard, clock: Clock) {
    const touches = new Touches();
    const drag = new PageDrag(session);
    this.#drag = drag;
    this.#queue = new InputQueue(clock, async (input) => {
      await drag.ended;
      const dragging = drag.take(input);
      if (dragging !== undefined) return dragging;
      // A press ends a drag that goes on.
      await drag.ended;
      if (input.kind === 'clipboard') return clipboard.take(input.action);
      const { method, params } = toInputCommand(input, touches);
      return session.send(method, params);
    });
  }

  give(input: PageInput): void {
    this.#held.note(input);
    this.#queue.push(input);
  }

  /** Releases what the page believes pressed, and drops nothing that is dragged. */
  release(): void {
    this.#drag.cancel();
    for (const input of this.#held.release()) this.#queue.push(input);
  }

  /** Drops input that the page doesn't have yet. */
  clear(): void {
    this.#queue.clear();
  }

  dispose(): void {
    this.#drag.dispose();
  }
}
