import { type FSWatcher, watch } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deferred } from '../common/deferred.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';
import type { Watchdog } from './watchdog/watchdog.ts';
import { makeWatchedFolder, type WatchedFolder } from './watchdog/watchedFolder.ts';

/** Where a Node program's inspector and whoever debugs it find each other: a folder of their own. */
export class InspectorMeeting {
  readonly #folder: WatchedFolder;
  readonly #watcher: FSWatcher;
  readonly #waiting = deferred();
  #isOver = false;

  /**
   * Opens a meeting; `opened` hears the WebSocket address of the inspector of the first Node process
   * that the program is or starts, which then waits for the debugger.
   */
  static async open(watchdog: Watchdog, opened: (url: string) => void): Promise<InspectorMeeting> {
    const folder = await makeWatchedFolder('ide-session-inspector-', watchdog);
    return new InspectorMeeting(folder, opened);
  }

  private constructor(folder: WatchedFolder, opened: (url: string) => void) {
    this.#folder = folder;
    this.#watcher = watch(folder.path, (_event, name) => {
      if (name === 'inspector') void this.#read(opened);
      if (name === 'waiting') this.#waiting.resolve();
    });
    this.#watcher.on('error', () => this.#watcher.close());
  }

  /** The program with what leads its first Node process here, by the script at `preload`. */
  invite(program: ProgramPlan, preload: string): ProgramPlan {
    const { environment } = program;
    const own = environment['NODE_OPTIONS'];
    // Quoted and escaped as Node reads NODE_OPTIONS.
    const quoted = `"${preload.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
    const options = `--require ${quoted} --inspect-publish-uid=http`;
    return {
      ...program,
      environment: {
        ...environment,
        NODE_OPTIONS: own === undefined ? options : `${own} ${options}`,
        IDE_SESSION_INSPECTOR: this.#folder.path,
        ...(own !== undefined && { IDE_SESSION_NODE_OPTIONS: own }),
      },
    };
  }

  /**
   * Promises the process that a debugger comes; without that it goes on by itself. Resolves when it
   * waits for the debugger, or when the meeting is over.
   */
  async promise(): Promise<void> {
    await writeFile(join(this.#folder.path, 'coming'), '', { mode: 0o600 });
    await this.#waiting.promise;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    this.#waiting.resolve();
    this.#watcher.close();
    await this.#folder.remove();
  }

  async #read(opened: (url: string) => void): Promise<void> {
    const url = await readFile(join(this.#folder.path, 'inspector'), 'utf8').catch(() => undefined);
    if (url === undefined || this.#isOver) return;
    this.#isOver = true;
    opened(url);
  }
}
