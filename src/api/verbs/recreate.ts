import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { getParameters } from '../../common/server/target.ts';
import type { RecreationAnswer } from '../../sessions/sessions.ts';
import { assertAcceptsJson } from '../answers/accept.ts';
import { sendJson } from '../answers/send.ts';
import { sessionNotFound, StatusError } from '../answers/status.ts';
import { conflict } from '../answers/writeErrors.ts';
import type { ApiContext } from '../apiContext.ts';
import { encodeSession } from '../resource/encode.ts';
import { findSession } from './get.ts';

type Busy = Extract<RecreationAnswer, { readonly kind: 'busy' }>['with'];

/** Why a session is not recreated. */
const problems: Readonly<Record<Busy, string>> = {
  launching: 'its program is being started',
  recreating: 'its program is already being recreated',
  restarting: 'its program is being restarted',
  ending: 'it is being stopped',
  'not running': 'it is not running',
  elsewhere: 'another host runs it',
};

/** Requests that the program of a session is replaced once the next one is built. The condition Recreated follows it. */
export function recreateSession(context: ApiContext): RequestHandler<{ name: string }> {
  return (request, response: ServerResponse) => {
    assertAcceptsJson(request);
    const { name } = request.params;
    if (getParameters(request).get('dryRun')) {
      throw new StatusError('BadRequest', 'dryRun is not supported for recreate');
    }
    const answer = context.sessions.recreate(name);
    if (answer.kind === 'unknown') throw sessionNotFound(name);
    if (answer.kind === 'busy') throw conflict(name, problems[answer.with]);
    sendJson(response, encodeSession(findSession(name, context)), 202);
  };
}
