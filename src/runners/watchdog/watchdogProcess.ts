import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { parse } from 'node:path';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import { type Log, messageOf } from '../../common/log.ts';
import { type WatchdogMessage, writeMessage } from './message.ts';
import type { Watchdog } from './watchdog.ts';

/** What Node needs of the environment, and what lists and ends processes. Nothing of it is secret. */
const neededVariables = ['PATH', 'SystemRoot', 'LD_LIBRARY_PATH'];

/**
 * A watchdog in a process of its own, begun with the first thing to watch. Disposed, it ends what is
 * still watched and then itself.
 */
export class WatchdogProcess implements Watchdog, Disposable {
  readonly #script: string;
  readonly #log: Log;
  #child: ChildProcess | undefined;
  #isOver = false;
  #lastId = 0;

  /** `script` is the absolute path of the watchdog's program. */
  constructor(script: string, log: Log) {
    this.#script = script;
    this.#log = log;
  }

  watch(pid: number): Disposable {
    const id = ++this.#lastId;
    return this.#watch({ kind: 'watch', id, pid });
  }

  watchFolder(path: string): Disposable {
    const id = ++this.#lastId;
    return this.#watch({ kind: 'watch folder', id, path });
  }

  dispose(): void {
    this.#isOver = true;
    this.#child?.stdin?.end();
  }

  #watch(message: WatchdogMessage): Disposable {
    this.#tell(message);
    return toDisposable(() => this.#tell({ kind: 'over', id: message.id }));
  }

  #tell(message: WatchdogMessage): void {
    if (this.#isOver) return;
    try {
      this.#child ??= this.#start();
      this.#child.stdin?.write(writeMessage(message));
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [this.#script], {
      // It holds no folder that somebody may want to remove.
      cwd: parse(process.execPath).root,
      env: watchdogEnvironment(),
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      windowsHide: true,
    });
    child.once('error', (error) => this.#fail(error.message));
    child.once('exit', (code, signal) => this.#fail(`it ended with ${signal ?? code}`));
    child.stdin?.on('error', (error) => this.#fail(error.message));
    child.unref();
    // The types know no more of it than that it is written to.
    (child.stdin as Socket | null)?.unref();
    return child;
  }

  #fail(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
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
