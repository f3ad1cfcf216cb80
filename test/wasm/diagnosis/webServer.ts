import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { createCertificate } from '../../../src/common/server/certificate.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';

/** A server's response for a path: bytes, a status, a redirect, or none. */
export type Answer =
  | { readonly body: string | Buffer; readonly type?: string }
  | { readonly status: number }
  | { readonly location: string }
  | 'silence';

/** Serves at a free loopback port until the test ends; returns the address. */
export async function serve(
  context: TestContext,
  answer: (path: string) => Answer | Promise<Answer>,
): Promise<string> {
  return await listen(context, createServer(listener(answer)), 'http');
}

/** Like {@link serve}, with a self-signed certificate. */
export async function serveSecurely(
  context: TestContext,
  answer: (path: string) => Answer | Promise<Answer>,
): Promise<string> {
  const { key, certificate: cert } = await createCertificate(new Date());
  return await listen(context, createSecureServer({ key, cert }, listener(answer)), 'https');
}

/** Responds with the files in a folder, like static servers, and otherwise with `otherwise`. */
export function filesIn(
  folder: string,
  otherwise: (path: string) => Answer,
): (path: string) => Promise<Answer> {
  return async (path) => {
    const file = path.endsWith('/') ? `${path}index.html` : path;
    const body = await readFile(join(folder, file)).catch(() => undefined);
    if (body === undefined) return otherwise(path);
    const isPage = extname(file) === '.html';
    return { body, type: isPage ? 'text/html' : 'application/octet-stream' };
  };
}

function listener(answer: (path: string) => Answer | Promise<Answer>): RequestListener {
  return (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    void Promise.resolve(answer(path)).then((given) => {
      if (given === 'silence') return;
      if ('location' in given) response.writeHead(302, { location: given.location }).end();
      else if ('status' in given) response.writeHead(given.status).end();
      else {
        response.writeHead(200, { 'content-type': given.type ?? 'text/plain' }).end(given.body);
      }
    });
  };
}

async function listen(context: TestContext, server: Server, scheme: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(context, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
