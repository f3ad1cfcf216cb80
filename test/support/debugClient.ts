import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { TestContext } from 'node:test';
import type { DebugSession } from '@vscode/debugadapter';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import { afterTest } from './afterTest.ts';

/** A client of an adapter of this process, which talks to it through a socket. */
export async function connectToSession(
  context: TestContext,
  session: DebugSession,
): Promise<DebugClient> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(context, () => server.close());
  server.once('connection', (socket) => {
    // Without it, the end of the connection would end this process.
    session.setRunAsServer(true);
    session.start(socket, socket);
  });
  const client = new DebugClient('', '', 'ide-session');
  await client.start((server.address() as AddressInfo).port);
  afterTest(context, () => client.stop());
  return client;
}
