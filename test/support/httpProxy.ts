import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

/** A proxy at a public address, as a controller has one for each server. */
export interface HttpProxy {
  /** The paths that browsers have navigated to, by their own words. */
  readonly navigations: readonly string[];
  close(): Promise<void>;
}

/** Starts a proxy; it closes connections until it is known where it leads to. */
export async function startHttpProxy(
  address: string,
  target: () => string | undefined,
): Promise<HttpProxy> {
  const navigations: string[] = [];
  const pass = (asked: IncomingMessage, answer: ServerResponse): void => {
    const { headers, method, url = '/' } = asked;
    const inner = target();
    if (headers['sec-fetch-mode'] === 'navigate') navigations.push(url);
    if (inner === undefined) return void asked.socket.destroy();
    const passed = request(new URL(url, inner), { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    passed.once('error', () => asked.socket.destroy());
    asked.pipe(passed);
  };
  const server = createServer(pass);
  const { hostname, port } = new URL(address);
  server.listen(Number(port), hostname);
  await once(server, 'listening');
  return {
    navigations,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
