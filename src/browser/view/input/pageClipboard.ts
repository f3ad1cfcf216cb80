import * as z from 'zod/mini';
import { textLimit } from '../../../pageView/messages/pageInput.ts';
import type { PageSession } from '../pageSession.ts';
import type { PageWorld } from '../scripts/pageWorld.ts';
import { clipboardScript } from './clipboardScript.ts';

const evaluatedSchema = z.object({ result: z.object({ value: z.string() }) });

/** Copies from a page to the user's clipboard, which isn't that of the browser. */
export class PageClipboard {
  readonly #session: PageSession;
  readonly #world: PageWorld;
  readonly #copy: (text: string) => void;

  constructor(session: PageSession, world: PageWorld, copy: (text: string) => void) {
    this.#session = session;
    this.#world = world;
    this.#copy = copy;
  }

  /** Copies or cuts what is selected, or what the page itself copies. Throws like {@link PageSession.send}. */
  async take(action: 'copy' | 'cut'): Promise<void> {
    // The main frame has the id of its target.
    const contextId = await this.#world.contextOf(this.#session.targetId);
    const expression = clipboardScript(action, textLimit);
    const options = { expression, contextId, userGesture: true, returnByValue: true, silent: true };
    const answer = await this.#session.send('Runtime.evaluate', options);
    const text = evaluatedSchema.parse(answer).result.value;
    if (text !== '') this.#copy(text);
  }
}
