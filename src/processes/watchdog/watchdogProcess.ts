import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { parse } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import { type Log, messageOf } from '../../common/log.ts';
import { requireSpareDescriptors } from '../program/spareDescriptors.ts';
import { type WatchdogMessage, writeMessage } from './message.ts';
import type { Watchdog } from './watchdog.ts';

/** What Node needs of the environment, and what lists and ends processes. Nothing of it is secret. */
const neededVariables = ['PATH', 'SystemRoot', 'LD_LIBRARY_PATH'];

/** How long a watchdog must run for its next end not to count as one in a row, in milliseconds. */
const soundTime = 1_000;
/** How many ends in a row are followed by another start at once. */
const mostRestarts = 3;
/** How long it is until another start after more ends in a row, in milliseconds. */
const restartPause = 10_000;

/**
 * A watchdog in a process of its own, begun with the first thing to watch, and again if it is killed.
 * Disposed, it ends what is still watched and then itself.
 */
export class WatchdogProcess implements Watchdog, Disposable {
  readonly #script: string;
  readonly #log: Log;
  readonly #clock: Clock;
  /** What is watched, by its id: another watchdog has to be told of it too. */
  readonly #watched = new Map<number, WatchdogMessage>();
  #child: ChildProcess | undefined;
  #endsInARow = 0;
  #pause: Disposable | undefined;
  #isOver = false;
  #lastId = 0;

  /** `script` is the absolute path of the watchdog's program. */
  constructor(script: string, log: Log, clock: Clock) {
    this.#script = script;
    this.#log = log;
    this.#clock = clock;
  }

  watch(pid: number, mark?: string): Disposable {
    const id = ++this.#lastId;
    return this.#watch({ kind: 'watch', id, pid, ...(mark !== undefined && { mark }) });
  }

  watchFolder(path: string): Disposable {
    const id = ++this.#lastId;
    return this.#watch({ kind: 'watch folder', id, path });
  }

  dispose(): void {
    this.#isOver = true;
    this.#pause?.dispose();
    this.#child?.stdin?.end();
  }

  #watch(message: WatchdogMessage): Disposable {
    const { id } = message;
    this.#watched.set(id, message);
    if (this.#child !== undefined) this.#tell(message);
    else if (this.#pause === undefined) this.#start();
    return toDisposable(() => {
      this.#watched.delete(id);
      this.#tell({ kind: 'over', id });
    });
  }

  #tell(message: WatchdogMessage): void {
    if (!this.#isOver) this.#child?.stdin?.write(writeMessage(message));
  }

  #start(): void {
    this.#pause = undefined;
    if (this.#isOver) return;
    const began = this.#clock.elapsed();
    let isOver = false;
    const end = (reason: string): void => {
      if (isOver) return;
      isOver = true;
      this.#child = undefined;
      this.#ended(reason, this.#clock.elapsed() - began);
    };
    try {
      const child = this.#spawn();
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) => end(`it ended with ${signal ?? code}`));
      // A pipe that breaks is followed by the end.
      child.stdin?.on('error', () => {});
      if (child.pid === undefined) return;
      this.#child = child;
    } catch (error) {
      return end(messageOf(error));
    }
    for (const message of this.#watched.values()) this.#tell(message);
  }

  #spawn(): ChildProcess {
    requireSpareDescriptors();
    const child = spawn(process.execPath, [this.#script], {
      // It holds no folder that somebody may want to remove.
      cwd: parse(process.execPath).root,
      env: watchdogEnvironment(),
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      windowsHide: true,
    });
    child.unref();
    // The types know no more of it than that it is written to.
    (child.stdin as Socket | null | undefined)?.unref();
    return child;
  }

  #ended(reason: string, ran: number): void {
    if (this.#isOver) return;
    this.#endsInARow = ran < soundTime ? this.#endsInARow + 1 : 1;
    if (this.#endsInARow <= mostRestarts) {
      this.#log.debug(`The watchdog is started again (${reason}).`);
      return this.#start();
    }
    this.#pause = this.#clock.after(restartPause, () => this.#start());
    if (this.#endsInARow > mostRestarts + 1) return;
    this.#log.warn(
      `The watchdog does not run (${reason}). If this host crashes, end its programs by hand.`,
    );
  }
}

function watchdogEnvironment(): NodeJS.ProcessEnv {
  const needed = neededVariables.map((name) => [name, process.env[name]]);
  return {
    ...Object.fromEntries(needed.filter(([, value]) => value !== undefined)),
    // The executable of a desktop editor is Node only if it is asked to be.
    ...('electron' in process.versions && { ELECTRON_RUN_AS_NODE: '1' }),
  };
}
