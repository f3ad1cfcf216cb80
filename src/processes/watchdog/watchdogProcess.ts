import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { parse } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { requireSpareDescriptors } from '../program/spareDescriptors.ts';
import { type WatchdogMessage, writeMessage } from './message.ts';
import type { Watchdog } from './watchdog.ts';

/** Variables that Node and the commands for listing and ending processes need. None of them is secret. */
const neededVariables = ['PATH', 'SystemRoot', 'LD_LIBRARY_PATH'];

/** A watchdog that has run for this long resets the count of restarts. In milliseconds. */
const soundTime = 1_000;
/** How many consecutive restarts are immediate. */
const maxRestarts = 3;
/** The delay of further restarts, in milliseconds. */
const restartPause = 10_000;

/**
 * A watchdog in a separate process, which is started on first use and restarted if it is killed. When
 * disposed of, it ends everything that is still watched and exits.
 */
export class WatchdogProcess implements Watchdog, Disposable {
  readonly #script: string;
  readonly #log: Log;
  readonly #clock: Clock;
  /** What is watched, by id. Sent to a restarted watchdog again. */
  readonly #watched = new Map<number, WatchdogMessage>();
  #child: ChildProcess | undefined;
  #endsInARow = 0;
  #pause: Disposable | undefined;
  #isOver = false;
  #lastId = 0;

  /** `script` is the absolute path of the watchdog program. */
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
      // A broken pipe is followed by 'exit'.
      child.stdin?.on('error', () => {});
      if (child.pid === undefined) return;
      this.#child = child;
    } catch (error) {
      return end(getMessage(error));
    }
    for (const message of this.#watched.values()) this.#tell(message);
  }

  #spawn(): ChildProcess {
    requireSpareDescriptors();
    const child = spawn(process.execPath, [this.#script], {
      // Must not keep a folder from being removed.
      cwd: parse(process.execPath).root,
      env: watchdogEnvironment(),
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      windowsHide: true,
    });
    child.unref();
    // The types only declare a Writable.
    (child.stdin as Socket | null | undefined)?.unref();
    return child;
  }

  #ended(reason: string, ran: number): void {
    if (this.#isOver) return;
    this.#endsInARow = ran < soundTime ? this.#endsInARow + 1 : 1;
    if (this.#endsInARow <= maxRestarts) {
      this.#log.debug(`Restarting the watchdog (${reason}).`);
      return this.#start();
    }
    this.#pause = this.#clock.after(restartPause, () => this.#start());
    if (this.#endsInARow > maxRestarts + 1) return;
    this.#log.warn(
      `The watchdog is not running (${reason}). If this host crashes, end its programs manually.`,
    );
  }
}

function watchdogEnvironment(): NodeJS.ProcessEnv {
  const needed = neededVariables.map((name) => [name, process.env[name]]);
  return {
    ...Object.fromEntries(needed.filter(([, value]) => value !== undefined)),
    // Makes the executable of a desktop editor behave like Node.
    ...('electron' in process.versions && { ELECTRON_RUN_AS_NODE: '1' }),
  };
}
