import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { afterTest } from '../../fixtures/afterTest.ts';
import type { PageViewStep } from './task.ts';

/** Serves the suite's requests until the benchmark ends. Returns the address. */
export async function serveSteps(
  context: TestContext,
  take: (step: PageViewStep) => Promise<number>,
): Promise<string> {
  const server = createServer((request, response) => {
    void text(request)
      .then((step) => take(step as PageViewStep))
      .then(
        (figure) => response.end(`${figure}`),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(context, () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
