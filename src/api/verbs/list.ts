import type { IdeSession } from '../../protocol/ideSession.ts';
import { getParameters } from '../../common/server/target.ts';
import { type EncodedList, sendList } from '../answers/sendList.ts';
import type { ApiContext, Handler } from '../apiContext.ts';
import { parseListOptions } from '../query/listOptions.ts';
import { getPage, type Page } from '../query/page.ts';
import { encodeSession } from '../resource/encode.ts';
import { apiVersion, listKind } from '../resource/kind.ts';
import { encodeTable } from '../tables/table.ts';
import { getTableRequest } from '../tables/tableRequest.ts';
import { TableViews } from '../tables/tableViews.ts';
import { objectView } from '../watch/watchView.ts';
import { watchSessions } from './watch.ts';

/** Lists or watches sessions of all owners. */
export function listSessions(context: ApiContext): Handler {
  const { clock, history } = context;
  const tables = new TableViews(clock);
  return (request, response) => {
    const table = getTableRequest(request);
    const options = parseListOptions(getParameters(request));
    if (options.isWatch) {
      const view = table ? tables.get(table) : objectView;
      return watchSessions(context, options, view, response);
    }
    const page = getPage(history, options);
    const metadata = toListMetadata(page);
    sendList(
      response,
      table
        ? encodeTable(page.sessions, metadata, table, clock.now())
        : encodeList(page.sessions, metadata),
    );
  };
}

/** Returns the metadata of an answer with sessions. */
export function toListMetadata({ continueToken, remaining, version }: Page): object {
  return {
    resourceVersion: String(version),
    ...(continueToken !== undefined && { continue: continueToken }),
    ...(remaining !== undefined && { remainingItemCount: remaining }),
  };
}

/** Encodes a list of sessions. */
export function encodeList(sessions: readonly IdeSession[], metadata: object): EncodedList {
  const start = `{"kind":"${listKind}","apiVersion":"${apiVersion}","metadata":`;
  return {
    head: `${start}${JSON.stringify(metadata)},"items":[`,
    items: sessions.map(encodeSession),
    tail: ']}',
  };
}
