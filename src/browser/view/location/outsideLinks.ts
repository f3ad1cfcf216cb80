import * as z from 'zod/mini';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { beforeDefault } from '../scripts/beforeDefault.ts';
import type { PageWorld } from '../scripts/pageWorld.ts';

const messageSchema = z.object({ url: z.string().check(z.maxLength(10_000)) });
const schemes = new Set(['http:', 'https:']);

/** Tells of links that are clicked while Ctrl or Cmd is pressed, instead of opening a tab. */
const outsideLinksScript = `${beforeDefault}
const findLink = (event) => {
  if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return undefined;
  return event.composedPath().find((node) => node instanceof HTMLAnchorElement && /^https?:$/.test(node.protocol));
};
beforeDefault('click', findLink, ({ href }) => href.length <= 10000 && send({ url: href }));
`;

/** The links of a page that the user opens outside, by Ctrl+click or Cmd+click. */
export class OutsideLinks implements Disposable {
  readonly #opened = new Emitter<string>();
  readonly #resources = new DisposableStore();

  /** Fires with the `http` or `https` URL. */
  readonly opened: Event<string> = this.#opened.event;

  constructor(world: PageWorld) {
    const messages = world.add('outsideLinks', outsideLinksScript);
    this.#resources.add(messages(({ message }) => this.#open(message)));
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #open(message: unknown): void {
    const { data } = messageSchema.safeParse(message);
    if (data === undefined || !URL.canParse(data.url)) return;
    if (schemes.has(new URL(data.url).protocol)) this.#opened.fire(data.url);
  }
}
