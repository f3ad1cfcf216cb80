import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { sendJson } from '../answers/send.ts';
import { sessionNotFound } from '../answers/status.ts';
import type { ApiContext } from '../apiContext.ts';
import { encodeSession } from '../resource/encode.ts';
import { encodeTable } from '../tables/table.ts';
import { getTableRequest } from '../tables/tableRequest.ts';

/** Gets one session. */
export function getSession({ clock, sessions }: ApiContext): RequestHandler<{ name: string }> {
  return (request, response: ServerResponse) => {
    const table = getTableRequest(request);
    const { name } = request.params;
    const session = sessions.get(name);
    if (session === undefined) throw sessionNotFound(name);
    const metadata = { resourceVersion: String(session.metadata.resourceVersion) };
    sendJson(
      response,
      table ? encodeTable([session], metadata, table, clock.now()) : encodeSession(session),
    );
  };
}
