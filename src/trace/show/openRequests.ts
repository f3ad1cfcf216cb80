import type { RecordOf, TraceRecord } from '../schema.ts';

type Request = RecordOf<'request'>;

const changing: ReadonlySet<string> = new Set(['DELETE', 'PATCH', 'POST', 'PUT']);

/**
 * Finds what led to sessions, calls and runs where a recorder could not follow the promise between them. Finds no
 * request if more than one of those that are not answered yet can be it.
 */
export class OpenRequests {
  readonly #open = new Map<number, Request>();
  /** The requests of controllers that have created sessions which are not started yet, by the session. */
  readonly #creators = new Map<string, number>();
  /** The requests that have created a session. */
  readonly #used = new Set<number>();
  /** The last thing that was requested of each session. */
  readonly #requested = new Map<string, number>();

  find(record: TraceRecord): number | undefined {
    switch (record.kind) {
      case 'create':
        return this.#findOnly((request) => canCreate(request, record));
      case 'call': {
        const { call, session } = record;
        // It begins when the request is answered.
        const creator = call === 'start' ? this.#creators.get(session) : undefined;
        return creator ?? this.#findOnly((request) => request.session === session);
      }
      case 'run':
      case 'ask':
        return this.#requested.get(record.session);
      default:
        return undefined;
    }
  }

  /** Takes a record with its cause. */
  remember(record: TraceRecord, cause: number | undefined): void {
    const { id, kind } = record;
    if (kind === 'request' && changing.has(record.method)) this.#open.set(id, record);
    if (kind === 'answer' && cause !== undefined) this.#open.delete(cause);
    if (kind === 'create' || kind === 'call') this.#requested.set(record.session, id);
    if (kind === 'call') this.#creators.delete(record.session);
    if (kind === 'create' && cause !== undefined) {
      this.#used.add(cause);
      if (record.owner === 'controller') this.#creators.set(record.session, cause);
    }
  }

  #findOnly(fits: (request: Request) => boolean): number | undefined {
    const found = [...this.#open.values()].filter(
      (request) => !this.#used.has(request.id) && fits(request),
    );
    return found.length === 1 ? found[0]?.id : undefined;
  }
}

function canCreate(request: Request, { controller, owner }: RecordOf<'create'>): boolean {
  if (owner === 'api') return request.server === 'api';
  const isOfController = request.server === 'endpoint' && request.route === 'sessions';
  return owner === 'controller' && isOfController && request.controller === controller;
}
