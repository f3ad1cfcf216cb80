import type { IncomingMessage, ServerResponse } from 'node:http';
import { closing } from '../answers/status.ts';

/** The paths that tell whether the server is alive and ready. */
export const healthPaths = ['/healthz', '/livez', '/readyz'] as const;

/** Answers whether the server is alive, or whether it is ready for changes. */
export function answerHealth({ isClosing }: { readonly isClosing: () => boolean }) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url?.startsWith('/readyz') && isClosing()) throw closing();
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end('ok');
  };
}
