import * as z from 'zod/mini';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { StatusError, versionExpired, versionTooLarge } from '../answers/status.ts';
import type { History, Snapshot } from '../history/history.ts';
import type { ListOptions } from './listOptions.ts';

/** One answer of a list. */
export interface Page extends Snapshot {
  /** Continues the list; absent from the last page. */
  readonly continueToken?: string;
  /** How many sessions follow; absent if it isn't known. */
  readonly remaining?: number;
}

/** Where a list continues: after which name, at which version. */
const position = z.object({ v: z.literal('ides/v1'), version: z.int(), after: z.string() });

/** Selects the sessions of one answer. All pages of a list show the same version. Throws a StatusError. */
export function getPage(history: History, options: ListOptions): Page {
  const { continueToken, isSelective, limit = Infinity, matches } = options;
  const { after, snapshot } =
    continueToken === undefined
      ? { after: undefined, snapshot: getSnapshot(history, options) }
      : resume(history, continueToken);
  const selected = isSelective ? snapshot.sessions.filter(matches) : snapshot.sessions;
  const rest =
    after === undefined ? selected : selected.filter(({ metadata }) => metadata.name > after);
  if (rest.length <= limit) return { version: snapshot.version, sessions: rest };
  const sessions = rest.slice(0, limit);
  return {
    version: snapshot.version,
    sessions,
    continueToken: toToken(snapshot.version, sessions.at(-1)),
    ...(!isSelective && { remaining: rest.length - limit }),
  };
}

/** A version is a minimum unless it is to match exactly. */
function getSnapshot(history: History, { match, version = 0 }: ListOptions): Snapshot {
  if (version > history.version) throw versionTooLarge(version, history.version);
  return match === 'Exact' ? history.at(version) : history.now();
}

function toToken(version: number, last: IdeSession | undefined): string {
  const after = last?.metadata.name ?? '';
  return Buffer.from(JSON.stringify({ v: 'ides/v1', version, after })).toString('base64url');
}

function resume(
  history: History,
  token: string,
): { readonly after: string; readonly snapshot: Snapshot } {
  const parsed = position.safeParse(parse(token));
  if (!parsed.success) throw new StatusError('BadRequest', 'continue key is not valid');
  const { after, version } = parsed.data;
  if (history.isCompacted(version)) {
    throw versionExpired(
      'The provided continue parameter is too old to display a consistent list result. Start a new list without the continue parameter.',
    );
  }
  return { after, snapshot: history.at(version) };
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
