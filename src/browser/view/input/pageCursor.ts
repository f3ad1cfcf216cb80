import * as z from 'zod/mini';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import type { PageWorld } from '../scripts/pageWorld.ts';
import { cursorScript } from './cursorScript.ts';

/** A CSS keyword. Anything else is a cursor that the page has drawn itself. */
const cursorSchema = z.string().check(z.regex(/^[a-z-]{1,20}$/));

/** The shape of the cursor over a page. */
export class PageCursor implements Disposable {
  readonly #changed = new Emitter<string>();
  readonly #resources = new DisposableStore();
  #current = 'default';

  /** Fires with a CSS keyword. */
  readonly changed: Event<string> = this.#changed.event;

  /** Adds its script to the world, which isn't installed yet. */
  constructor(world: PageWorld) {
    const messages = world.add('cursor', cursorScript);
    this.#resources.add(messages(({ message }) => this.#change(message)));
  }

  get current(): string {
    return this.#current;
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #change(message: unknown): void {
    const cursor = cursorSchema.safeParse(message).data ?? 'default';
    if (cursor === this.#current) return;
    this.#current = cursor;
    this.#changed.fire(cursor);
  }
}
