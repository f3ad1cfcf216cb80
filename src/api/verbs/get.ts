import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { assertAcceptsJson } from '../answers/accept.ts';
import { sendJson } from '../answers/send.ts';
import { sessionNotFound } from '../answers/status.ts';
import type { ApiContext } from '../apiContext.ts';
import { encodeSession } from '../resource/encode.ts';

/** Gets one session. */
export function getSession({ sessions }: ApiContext): RequestHandler<{ name: string }> {
  return (request, response: ServerResponse) => {
    assertAcceptsJson(request);
    const { name } = request.params;
    const session = sessions.get(name);
    if (session === undefined) throw sessionNotFound(name);
    sendJson(response, encodeSession(session));
  };
}
