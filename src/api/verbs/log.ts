import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { getParameters } from '../../common/server/target.ts';
import type { ApiContext } from '../apiContext.ts';
import { parseLogOptions } from '../log/logOptions.ts';
import { sendLog } from '../log/sendLog.ts';
import { findSession } from './get.ts';

/** Sends the output of a session as text. */
export function getLog(context: ApiContext): RequestHandler<{ name: string }> {
  return async (request, response: ServerResponse) => {
    const options = parseLogOptions(getParameters(request));
    const session = findSession(request.params.name, context);
    await sendLog(context.sessions, session, options, response);
  };
}
