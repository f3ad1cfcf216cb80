import type { Clock } from '../../../../../common/clock.ts';
import type { UpdatablePage } from '../../../../hotReload/pageHotReload.ts';
import type { RelayHandler } from '../../handler.ts';
import { PagesChanges } from './changedMethods.ts';
import { MovedLines } from './movedLines.ts';
import { PageStops } from './pageStops.ts';
import { PageUpdates } from './pageUpdates.ts';
import { rebindingHandler } from './rebinding.ts';

/** The handlers that a debugged page needs for hot reload, in both relays. */
export class HotReloadHandlers {
  /** The methods that were changed in the present documents. */
  readonly changes = new PagesChanges();
  readonly #lines: MovedLines;
  readonly #stops: PageStops;
  readonly #updates: PageUpdates;

  constructor(clock: Clock) {
    this.#lines = new MovedLines(clock, this.changes);
    this.#stops = new PageStops(clock);
    this.#updates = new PageUpdates(this.#lines, this.#stops);
  }

  /** The page, to apply updates in. */
  get page(): UpdatablePage & Pick<PageUpdates, 'capabilities' | 'expectVersion' | 'refresh'> {
    return this.#updates;
  }

  /** For the relay between the debugger and the debug proxy: must see what each of them receives. */
  inFrontOfProxy(): { readonly rebinding: RelayHandler; readonly stops: RelayHandler } {
    return { rebinding: rebindingHandler(), stops: this.#stops.handler() };
  }

  /** For the relay between the debug proxy and the browser, before its other handlers. */
  behindProxy(): readonly RelayHandler[] {
    return [this.#lines.handler(), this.#updates.handler()];
  }
}
