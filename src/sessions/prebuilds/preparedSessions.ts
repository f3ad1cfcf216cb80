import { type Disposable, toDisposable } from '../../common/disposable.ts';
import {
  type IdeSession,
  preparedCondition,
  type SessionCondition,
} from '../../protocol/ideSession.ts';
import { setCondition } from '../conditions.ts';
import type { SessionStore } from '../store.ts';

/** Takes a prepared session for a request and returns its name; `undefined` if none matches. */
export type OfferPrepared = (request: IdeSession) => string | undefined;

/** The sessions that the host prepares ahead: how far they are, and which requests get them. */
export class PreparedSessions {
  readonly #store: SessionStore;
  #offer: OfferPrepared | undefined;

  constructor(store: SessionStore) {
    this.#store = store;
  }

  /** Offers prepared sessions to requests until the result is disposed of. */
  offer(offer: OfferPrepared): Disposable {
    this.#offer = offer;
    return toDisposable(() => (this.#offer = undefined));
  }

  /** Returns the session of a request as the prepared one that it gets; `undefined` if none matches. */
  find(request: IdeSession): IdeSession | undefined {
    if (request.metadata.owner.kind === 'host') return undefined;
    const name = this.#offer?.(request);
    const uid = name === undefined ? undefined : this.#store.get(name)?.metadata.uid;
    if (name === undefined || uid === undefined) return undefined;
    return { ...request, metadata: { ...request.metadata, name, uid } };
  }

  /** Shows how far a session is prepared. */
  show(name: string, condition: SessionCondition): void {
    setCondition(this.#store, name, preparedCondition, condition);
  }
}
