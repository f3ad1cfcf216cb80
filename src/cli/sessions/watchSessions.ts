import { ApiError } from '../../api/client/apiError.ts';
import type { ObjectSelection } from '../../api/client/objects.ts';
import type { SessionApi } from './connectSessions.ts';
import type { Session } from './session.ts';

/** A change of a session, as a watch of the API reports it. */
export interface SessionEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Session;
}

/** Sessions at one point in time, and what follows. */
export interface WatchedSessions {
  readonly items: readonly Session[];
  readonly events: AsyncIterable<SessionEvent>;
}

/** Lists sessions and watches them from then on, until `signal` is aborted: then the events throw its reason. */
export async function watchSessions(
  api: SessionApi,
  selection: ObjectSelection,
  signal: AbortSignal,
): Promise<WatchedSessions> {
  const { items, resourceVersion } = await api.list(selection, signal);
  const known = new Map(items.map((item) => [item.metadata.name, item]));
  return { items, events: readEvents({ api, selection, signal, known }, resourceVersion) };
}

interface Watching {
  readonly api: SessionApi;
  readonly selection: ObjectSelection;
  readonly signal: AbortSignal;
  /** The sessions by name, as they were reported last. */
  readonly known: Map<string, Session>;
}

async function* readEvents(watching: Watching, from: string): AsyncGenerator<SessionEvent> {
  let resourceVersion = from;
  for (;;) {
    try {
      for await (const event of await open(watching, resourceVersion)) {
        if (event.type === 'BOOKMARK') {
          resourceVersion = event.resourceVersion;
          continue;
        }
        resourceVersion = event.object.metadata.resourceVersion ?? resourceVersion;
        note(watching.known, event);
        yield event;
      }
    } catch (error) {
      if (!(error instanceof ApiError && error.isExpired)) throw error;
      const { api, known, selection, signal } = watching;
      const listed = await api.list(selection, signal);
      resourceVersion = listed.resourceVersion;
      for (const event of compare(known, listed.items)) {
        note(known, event);
        yield event;
      }
    }
  }
}

function open({ api, selection, signal }: Watching, resourceVersion: string) {
  return api.watch({ ...selection, resourceVersion, signal });
}

function note(known: Map<string, Session>, { object, type }: SessionEvent): void {
  if (type === 'DELETED') known.delete(object.metadata.name);
  else known.set(object.metadata.name, object);
}

/** Returns what has changed while the watch was interrupted. */
function compare(
  known: ReadonlyMap<string, Session>,
  items: readonly Session[],
): readonly SessionEvent[] {
  const present = new Map(items.map((item) => [item.metadata.name, item]));
  const gone = [...known.values()].filter((one) => !isSame(one, present.get(one.metadata.name)));
  const changed = items.filter(({ metadata }) => {
    const before = known.get(metadata.name)?.metadata;
    return before?.resourceVersion !== metadata.resourceVersion || before?.uid !== metadata.uid;
  });
  return [
    ...gone.map((object) => ({ type: 'DELETED' as const, object })),
    ...changed.map((object) => ({
      type: isSame(object, known.get(object.metadata.name))
        ? ('MODIFIED' as const)
        : ('ADDED' as const),
      object,
    })),
  ];
}

/** Whether two states are of one session. Another one may have its name. */
function isSame(one: Session, other: Session | undefined): boolean {
  return other !== undefined && one.metadata.uid === other.metadata.uid;
}
