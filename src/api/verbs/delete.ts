import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { assertAcceptsJson } from '../answers/accept.ts';
import { sendJson } from '../answers/send.ts';
import type { ApiContext } from '../apiContext.ts';
import { encodeSession } from '../resource/encode.ts';
import { group, plural } from '../resource/kind.ts';
import { readDeleteOptions } from './deleteOptions.ts';
import { findSession } from './get.ts';
import { assertPreconditions } from './preconditions.ts';

/**
 * Deletes a session, which is stopped first. Answers with the session if it still exists, and with success
 * otherwise.
 */
export function deleteSession(context: ApiContext): RequestHandler<{ name: string }> {
  const { bodyLimit, sessions } = context;
  return async (request, response: ServerResponse) => {
    assertAcceptsJson(request);
    const { isDryRun, preconditions } = await readDeleteOptions(request, bodyLimit);
    const session = findSession(request.params.name, context);
    assertPreconditions(session, preconditions);
    if (isDryRun) return sendJson(response, encodeSession(session));
    sessions.remove(session.metadata.name);
    const left = sessions.get(session.metadata.name);
    sendJson(response, left === undefined ? encodeSuccess(session) : encodeSession(left));
  };
}

function encodeSuccess({ metadata: { name, uid } }: IdeSession): string {
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, group, kind: plural, uid },
  });
}
