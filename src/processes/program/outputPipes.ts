import { execFile } from 'node:child_process';
import { constants, open } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { OutputStream } from '../../common/outputStream.ts';
import type { Watchdog } from '../watchdog/watchdog.ts';
import { makeWatchedFolder, type WatchedFolder } from '../watchdog/watchedFolder.ts';

/** Receives output. Reading is paused until a returned promise resolves. */
export type TakeOutput = (stream: OutputStream, chunk: Uint8Array) => Promise<void> | void;

/** Named pipes for the output of a program that another process starts with files as its streams. */
export class OutputPipes {
  readonly #folder: WatchedFolder;
  readonly #sockets: readonly Socket[];

  /** Creates the pipes. Resolves to `undefined` if named pipes are not supported. */
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

  /** The files of stdin, which is empty, stdout and stderr. */
  get stdio(): readonly [string, string, string] {
    const { path } = this.#folder;
    return ['/dev/null', join(path, 'stdout'), join(path, 'stderr')];
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#folder.remove();
  }
}

/** Also opened for writing, so that the pipe doesn't end before the first writer opens it. */
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
