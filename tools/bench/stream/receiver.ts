import { once } from 'node:events';
import { request } from 'node:https';
import { WebSocket } from 'ws';
import { trust } from '../../fixtures/endpoint/rawConnection.ts';
import type { ServerProcess } from '../support/serverProcess.ts';

const instanceId = 'microsoft-developer-dcp-instance-id';

/** A controller that parses only as much of its messages as counting needs. */
export class Receiver {
  readonly #server: ServerProcess;
  /** Characters of log text as JSON, and the number of started and ended sessions. */
  logged = 0;
  started = 0;
  ended = 0;
  messages = 0;
  readonly socket: WebSocket;

  private constructor(server: ServerProcess, socket: WebSocket) {
    this.#server = server;
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.#count(data));
    socket.on('error', () => {});
  }

  static async connect(server: ServerProcess, name: string): Promise<Receiver> {
    const path = '/run_session/notify?api-version=2025-10-01';
    const socket = new WebSocket(`wss://localhost:${server.port}${path}`, {
      ...trust(server.certificate),
      perMessageDeflate: false,
      headers: headers(server, name),
    });
    const receiver = new Receiver(server, socket);
    await once(socket, 'open');
    return receiver;
  }

  /** Requests a session that runs a script with these arguments. */
  async run(name: string, script_path: string, args: readonly string[]): Promise<void> {
    await this.#put(name, { type: 'node', script_path, mode: 'NoDebug' }, args);
  }

  /** Requests a session that runs a command with these arguments; resolves to its path. */
  runCommand(name: string, command: string, args: readonly string[]): Promise<string> {
    return this.#put(name, { type: 'node', runtime_executable: command, mode: 'NoDebug' }, args);
  }

  /** Requests the end of a session, by its path. */
  async stop(name: string, path: string): Promise<void> {
    await this.#request(name, 'DELETE', path, '', 200);
  }

  async #put(name: string, configuration: object, args: readonly string[]): Promise<string> {
    const body = JSON.stringify({ launch_configurations: [configuration], args });
    return new URL(await this.#request(name, 'PUT', '/run_session', body, 201)).pathname;
  }

  /** Resolves to the response's location. */
  #request(
    name: string,
    method: string,
    path: string,
    body: string,
    status: number,
  ): Promise<string> {
    const { certificate, port } = this.#server;
    const length = { 'content-type': 'application/json', 'content-length': body.length };
    return new Promise((resolve, reject) => {
      request(
        {
          ...trust(certificate),
          host: 'localhost',
          port,
          method,
          path: `${path}?api-version=2025-10-01`,
          headers: { ...headers(this.#server, name), ...(body !== '' && length) },
        },
        (response) => {
          if (response.statusCode !== status) reject(new Error(`Answered ${response.statusCode}.`));
          response.resume().once('end', () => resolve(response.headers.location ?? ''));
        },
      )
        .once('error', reject)
        .end(body);
    });
  }

  /** Resolves when this many sessions have started. */
  async untilStarted(count: number): Promise<void> {
    while (this.started < count) await once(this.socket, 'message');
  }

  /** Resolves when this many sessions have ended. */
  async untilEnded(count: number): Promise<void> {
    while (this.ended < count) await once(this.socket, 'message');
  }

  /** Resolves when anything is received. */
  async untilHeard(): Promise<void> {
    if (this.messages === 0) await once(this.socket, 'message');
  }

  close(): void {
    this.socket.terminate();
  }

  #count(data: Buffer): void {
    this.messages++;
    const type = data.subarray(22, 35).toString('latin1');
    if (type.startsWith('serviceLogs')) this.logged += data.length - overhead + lineEnd;
    else if (type.startsWith('sessionTermin')) this.ended++;
    else if (type.startsWith('processRestar')) this.started++;
  }
}

/** The bytes of a line end in JSON, which controllers append to each message. */
const lineEnd = 2;

/** The bytes of a log message in addition to its text. */
const overhead = JSON.stringify({
  notification_type: 'serviceLogs',
  session_id: '00000000-0000-0000-0000-000000000000',
  is_std_err: false,
  log_message: '',
}).length;

function headers(server: ServerProcess, name: string): Record<string, string> {
  return { authorization: `Bearer ${server.token}`, [instanceId]: name };
}

/** A connection to the relay, which runs these programs, each by its arguments for Node. */
export function dialRelay(
  server: ServerProcess,
  programs: readonly (readonly string[])[],
): WebSocket {
  const query = new URLSearchParams(
    programs.map((args): [string, string] => ['program', JSON.stringify(args)]),
  );
  const socket = new WebSocket(`wss://localhost:${server.port}/?${query.toString()}`, {
    ...trust(server.certificate),
    perMessageDeflate: false,
  });
  socket.on('error', () => {});
  return socket;
}
