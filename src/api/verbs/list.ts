import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { getParameters } from '../../common/server/target.ts';
import { assertAcceptsJson } from '../answers/accept.ts';
import { sendJson } from '../answers/send.ts';
import type { ApiContext } from '../apiContext.ts';
import { parseListOptions } from '../query/listOptions.ts';
import { getPage, type Page } from '../query/page.ts';
import { encodeSession } from '../resource/encode.ts';
import { apiVersion, listKind } from '../resource/kind.ts';

/** Lists the sessions of everyone. */
export function listSessions({ history }: ApiContext): RequestHandler {
  return (request, response: ServerResponse) => {
    assertAcceptsJson(request);
    const options = parseListOptions(getParameters(request));
    sendJson(response, encodeList(getPage(history, options)));
  };
}

function encodeList({ continueToken, remaining, sessions, version }: Page): string {
  const metadata = {
    resourceVersion: String(version),
    ...(continueToken !== undefined && { continue: continueToken }),
    ...(remaining !== undefined && { remainingItemCount: remaining }),
  };
  const head = `{"kind":"${listKind}","apiVersion":"${apiVersion}","metadata":`;
  return `${head}${JSON.stringify(metadata)},"items":[${sessions.map(encodeSession).join(',')}]}`;
}
