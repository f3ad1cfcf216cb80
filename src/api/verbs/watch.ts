import type { ServerResponse } from 'node:http';
import type { ApiContext } from '../apiContext.ts';
import { versionTooLarge } from '../answers/status.ts';
import type { Snapshot } from '../history/history.ts';
import type { ListOptions } from '../query/listOptions.ts';
import type { WatchView } from '../watch/watchView.ts';

/** Watches sessions of all owners. Throws a StatusError. */
export function watchSessions(
  context: ApiContext,
  options: ListOptions,
  view: WatchView,
  response: ServerResponse,
): void {
  const { allowsBookmarks, isSelective, matches, sendsInitialEvents, timeout } = options;
  const { initial, version } = getStart(context, options);
  context.watches.open({
    response,
    view,
    matches: isSelective ? matches : undefined,
    version,
    initial,
    allowsBookmarks,
    marksInitialEnd: sendsInitialEvents === true,
    timeout: timeout === undefined ? undefined : timeout * 1_000,
  });
}

/** Returns where a watch begins: with the present sessions if it has no version or accepts any. */
function getStart(
  { history }: ApiContext,
  { sendsInitialEvents, version = 0 }: ListOptions,
): { readonly initial: Snapshot['sessions']; readonly version: number } {
  if (version > history.version) throw versionTooLarge(version, history.version);
  if (sendsInitialEvents ?? version === 0) {
    const now = history.now();
    return { initial: now.sessions, version: now.version };
  }
  if (version === 0) return { initial: [], version: history.now().version };
  history.assertKept(version);
  return { initial: [], version };
}
