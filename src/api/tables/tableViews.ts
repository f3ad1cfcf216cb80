import type { Clock } from '../../common/clock.ts';
import type { WatchView } from '../watch/watchView.ts';
import { encodeBookmark, encodeTableEvent } from './table.ts';
import type { TableRequest } from './tableRequest.ts';

/** Shows sessions of watches as tables. Watches for equal requests have the same view, and so share its output. */
export class TableViews {
  readonly #clock: Clock;
  readonly #views = new Map<string, WatchView>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the view of a request. Only a watch's first event has columns. */
  get(request: TableRequest): WatchView {
    const key = `${request.apiVersion} ${request.rowContent}`;
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const now = (): Date => this.#clock.now();
    const view: WatchView = {
      first: (session) => encodeTableEvent(session, 'withColumns', request, now()),
      rest: (session) => encodeTableEvent(session, 'withoutColumns', request, now()),
      bookmark: (metadata) => encodeBookmark(metadata, request),
    };
    this.#views.set(key, view);
    return view;
  }
}
