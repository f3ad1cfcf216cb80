import { turn } from '../../common/turn.ts';
import { getParameters } from '../../common/server/target.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { assertAcceptsJson } from '../answers/accept.ts';
import { sendList } from '../answers/sendList.ts';
import type { ApiContext, Handler } from '../apiContext.ts';
import { parseListOptions } from '../query/listOptions.ts';
import { getPage } from '../query/page.ts';
import { readDeleteOptions } from './deleteOptions.ts';
import { encodeList, toListMetadata } from './list.ts';
import { assertPreconditions } from './preconditions.ts';

/** How many sessions are deleted before other requests get a turn. */
const batchSize = 100;

/** Deletes all selected sessions, which are stopped first, and answers with their list. */
export function deleteSessions(context: ApiContext): Handler {
  const { bodyLimit, history } = context;
  return async (request, response) => {
    assertAcceptsJson(request);
    const { isDryRun, preconditions } = await readDeleteOptions(request, bodyLimit);
    const page = getPage(history, parseListOptions(getParameters(request)));
    const deleted: IdeSession[] = [];
    for (const [index, { metadata }] of page.sessions.entries()) {
      if (index % batchSize === batchSize - 1) await turn();
      const session = context.sessions.get(metadata.name);
      if (session === undefined || session.metadata.uid !== metadata.uid) continue;
      assertPreconditions(session, preconditions);
      if (!isDryRun) context.sessions.remove(metadata.name);
      deleted.push(context.sessions.get(metadata.name) ?? session);
    }
    sendList(response, encodeList(deleted, toListMetadata(page)));
  };
}
