import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { PageSession } from './pageSession.ts';

/** Whether the process of a page has crashed. A reload starts another one. */
export class PageCrash implements Disposable {
  readonly #changed = new Emitter<boolean>();
  readonly #resources = new DisposableStore();
  #isCrashed = false;

  /** Fires with `true` when the process has crashed, and with `false` when the page is there again. */
  readonly changed: Event<boolean> = this.#changed.event;

  constructor(session: PageSession) {
    const listening = session.events(({ method }) => {
      if (method === 'Inspector.targetCrashed') this.#set(true);
      if (method === 'Inspector.targetReloadedAfterCrash') this.#set(false);
    });
    this.#resources.add(listening);
  }

  get isCrashed(): boolean {
    return this.#isCrashed;
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #set(isCrashed: boolean): void {
    if (this.#isCrashed === isCrashed) return;
    this.#isCrashed = isCrashed;
    this.#changed.fire(isCrashed);
  }
}
