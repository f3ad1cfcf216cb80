import { execFile } from 'node:child_process';
import { constants, open } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { OutputStream } from '../../common/outputStream.ts';
import type { Watchdog } from '../watchdog/watchdog.ts';
import { makeWatchedFolder, type WatchedFolder } from '../watchdog/watchedFolder.ts';

/** Takes what was written; nothing more is read before a promise resolves. */
export type TakeOutput = (stream: OutputStream, chunk: Uint8Array) => Promise<void> | void;

/** Named pipes for the output of a program that somebody else starts, who opens files by their path. */
export class OutputPipes {
  readonly #folder: WatchedFolder;
  readonly #sockets: readonly Socket[];

  /** Opens the pipes, on POSIX; resolves to `undefined` where there are none. */
  static async open(watchdog: Watchdog, take: TakeOutput): Promise<OutputPipes | undefined> {
    if (process.platform === 'win32') return undefined;
    const folder = await makeWatchedFolder('ide-session-output-', watchdog);
    try {
      const paths = [join(folder.path, 'stdout'), join(folder.path, 'stderr')];
      await promisify(execFile)('mkfifo', ['-m', '600', ...paths]);
      const [stdout, stderr] = await Promise.all(paths.map(openPipe));
      if (stdout !== undefined) read(stdout, (chunk) => take('stdout', chunk));
      if (stderr !== undefined) read(stderr, (chunk) => take('stderr', chunk));
      return new OutputPipes(
        folder,
        [stdout, stderr].filter((socket) => socket !== undefined),
      );
    } catch {
      await folder.remove();
      return undefined;
    }
  }

  private constructor(folder: WatchedFolder, sockets: readonly Socket[]) {
    this.#folder = folder;
    this.#sockets = sockets;
  }

  /** The files of the three streams, of which the input is empty. */
  get stdio(): readonly [string, string, string] {
    const { path } = this.#folder;
    return ['/dev/null', join(path, 'stdout'), join(path, 'stderr')];
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#folder.remove();
  }
}

/** Opened for writing too, so that it does not end before anybody has written. */
async function openPipe(path: string): Promise<Socket> {
  const fd = await promisify(open)(path, constants.O_RDWR | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

function read(socket: Socket, take: (chunk: Uint8Array) => Promise<void> | void): void {
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    const taken = take(chunk);
    if (taken === undefined) return;
    socket.pause();
    void taken.then(() => socket.resume());
  });
}
