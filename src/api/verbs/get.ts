import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { sendJson } from '../answers/send.ts';
import { sendList } from '../answers/sendList.ts';
import { sessionNotFound } from '../answers/status.ts';
import type { ApiContext } from '../apiContext.ts';
import { encodeSession } from '../resource/encode.ts';
import { encodeTable } from '../tables/table.ts';
import { getTableRequest } from '../tables/tableRequest.ts';

/** Gets one session. */
export function getSession(context: ApiContext): RequestHandler<{ name: string }> {
  return (request, response: ServerResponse) => {
    const table = getTableRequest(request);
    const session = findSession(request.params.name, context);
    const metadata = { resourceVersion: String(session.metadata.resourceVersion) };
    if (table === undefined) return sendJson(response, encodeSession(session));
    sendList(response, encodeTable([session], metadata, table, context.clock.now()));
  };
}

/** Returns the session of this name. Throws a StatusError if there is none. */
export function findSession(name: string, { sessions }: ApiContext): IdeSession {
  const session = sessions.get(name);
  if (session === undefined) throw sessionNotFound(name);
  return session;
}
