import { randomUUID } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { type Clock, withTimeout } from '../../common/clock.ts';
import type { Log } from '../../common/log.ts';
import { type DoorEntry, type FindStart, toDoorEntry } from './doorEntry.ts';
import { makeDoorFolder } from './doorFolder.ts';
import { listDoors } from './doorRegistry.ts';

export interface DoorOptions {
  /** The folder of all doors of the user, which is created if necessary. */
  readonly folder: string;
  /** The id of the user; `undefined` on Windows. */
  readonly user: number | undefined;
  readonly findStart: FindStart;
  /** Answers the requests. There is no further authentication. */
  readonly handler: RequestListener;
  readonly clock: Clock;
  readonly log: Log;
  /** The maximum number of connections. */
  readonly connectionLimit: number;
}

/** How long a request may take to arrive, in milliseconds. */
const requestTimeout = 60_000;
/** How long the last answers may take, in milliseconds. */
const closeTimeout = 250;

/**
 * The socket through which other programs of the user reach a host, without a token: only the user can enter
 * its folder. It is named after the process and its start time, so that a socket that a crash has left
 * behind is recognized.
 */
export class Door {
  readonly #server: Server;
  readonly #entry: DoorEntry;
  readonly #clock: Clock;

  /** Opens the door of this process, which has at most one. Throws a HumanError if its folder is not safe. */
  static async open(options: DoorOptions): Promise<Door> {
    const { connectionLimit, findStart, folder, handler, log, user } = options;
    makeDoorFolder(folder, user);
    await listDoors(folder, options);
    const started = (await findStart(process.pid)) ?? '';
    const entry = toDoorEntry(folder, process.pid, started);
    const server = createServer({ requestTimeout }, handler);
    server.maxConnections = connectionLimit;
    server.on('drop', () => log.debug('A connection of the command line was refused: too many.'));
    await listen(server, entry);
    // Later errors, for example when file descriptors run out, affect a single connection only.
    server.on('error', (error) => log.debug(`A connection was lost: ${error.message}`));
    return new Door(server, entry, options.clock);
  }

  private constructor(server: Server, entry: DoorEntry, clock: Clock) {
    this.#server = server;
    this.#entry = entry;
    this.#clock = clock;
  }

  /** Stops listening, removes the entry, and closes all connections once the last answers were sent. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    rmSync(this.#entry.path, { force: true });
    this.#server.closeIdleConnections();
    await withTimeout(this.#clock, closeTimeout, closed, undefined);
    this.#server.closeAllConnections();
    await closed;
  }
}

async function listen(server: Server, { path }: DoorEntry): Promise<void> {
  if (process.platform !== 'win32') {
    server.listen(path);
    await once(server, 'listening');
    chmodSync(path, 0o600);
    return;
  }
  // Others can list the names of pipes, and open one of this name first.
  const pipe = String.raw`\\.\pipe\ide-session-host-` + randomUUID();
  server.listen(pipe);
  await once(server, 'listening');
  writeFileSync(path, pipe, { mode: 0o600 });
}
