import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { TestContext } from 'node:test';
import type { DebugSession } from '@vscode/debugadapter';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterTest } from './afterTest.ts';

/** How long an event may take, in milliseconds: debuggers start slowly on a busy machine. */
const eventTimeout = 60_000;

/** A client of an adapter that talks through these streams, with all events that it has sent. */
export class StreamClient extends DebugClient {
  readonly events: DebugProtocol.Event[] = [];

  constructor(type: string, input: Readable, output: Writable) {
    super('', '', type);
    this.defaultTimeout = eventTimeout;
    this.connect(input, output);
  }

  override emit(name: string, event: DebugProtocol.Event): boolean {
    this.events.push(event);
    return super.emit(name, event);
  }
}

/** A client of an adapter of this process, which talks to it through a socket. */
export async function connectToSession(
  context: TestContext,
  session: DebugSession,
): Promise<DebugClient> {
  const server = await listen(context);
  server.once('connection', (socket) => {
    // Without it, the end of the connection would end this process.
    session.setRunAsServer(true);
    session.start(socket, socket);
  });
  const client = new DebugClient('', '', 'ide-session');
  await client.start(portOf(server));
  afterTest(context, () => client.stop());
  return client;
}

/** A client of an adapter that is a program and talks through its standard streams. */
export function connectToProgram(
  context: TestContext,
  type: string,
  [path, ...args]: readonly [string, ...string[]],
): StreamClient {
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  endAfterTest(context, child);
  return new StreamClient(type, child.stdout, child.stdin);
}

/** A client of an adapter that connects to an address, with which `start` runs it. */
export async function awaitAdapter(
  context: TestContext,
  type: string,
  start: (address: string) => ChildProcess,
): Promise<StreamClient> {
  const server = await listen(context);
  const connected = once(server, 'connection') as Promise<[Socket]>;
  endAfterTest(context, start(`127.0.0.1:${portOf(server)}`));
  const [socket] = await connected;
  afterTest(context, () => socket.destroy());
  return new StreamClient(type, socket, socket);
}

async function listen(context: TestContext): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(context, () => server.close());
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function endAfterTest(context: TestContext, child: ChildProcess): void {
  const closed = once(child, 'close');
  afterTest(context, async () => {
    child.kill('SIGKILL');
    await closed;
  });
}
