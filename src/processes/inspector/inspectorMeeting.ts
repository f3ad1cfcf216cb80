import { type FSWatcher, watch } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Deferred, deferred } from '../../common/deferred.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import type { Watchdog } from '../watchdog/watchdog.ts';
import { makeWatchedFolder, type WatchedFolder } from '../watchdog/watchedFolder.ts';

const schema = z.object({ pid: z.int(), url: z.string(), script: z.optional(z.string()) });

/** A Node process that waits for a debugger. */
export interface WaitingNode {
  /** Its id in the meeting folder. */
  readonly id: string;
  readonly pid: number;
  /** The WebSocket address of its inspector. */
  readonly url: string;
  /** The name of its script; absent if it runs code from its arguments. */
  readonly script?: string | undefined;
}

/** How the Node processes of a program find the meeting. */
export interface Invitation {
  /** The script that Node preloads. */
  readonly preload: string;
  /** The NODE_OPTIONS that a package manager would set. */
  readonly npmNodeOptions?: string | undefined;
}

/**
 * A folder in which the Node processes of a program register for debugging. Processes started by a debugged
 * process don't register, since its debugger attaches to them automatically.
 */
export class InspectorMeeting {
  readonly #folder: WatchedFolder;
  readonly #watcher: FSWatcher;
  readonly #opened: (process: WaitingNode) => void;
  readonly #seen = new Set<string>();
  readonly #waiting = new Map<string, Deferred<void>>();
  #isOver = false;

  /** Creates the folder. `opened` is called for each Node process that waits for the debugger. */
  static async open(
    watchdog: Watchdog,
    opened: (process: WaitingNode) => void,
  ): Promise<InspectorMeeting> {
    const folder = await makeWatchedFolder('ide-session-inspector-', watchdog);
    return new InspectorMeeting(folder, opened);
  }

  private constructor(folder: WatchedFolder, opened: (process: WaitingNode) => void) {
    this.#folder = folder;
    this.#opened = opened;
    this.#watcher = watch(folder.path, (_event, name) => {
      const [, id = '', kind] = /^([\d-]+)\.(process|waiting)$/.exec(name ?? '') ?? [];
      if (kind === 'process') void this.#read(id);
      if (kind === 'waiting') this.#getWait(id).resolve();
    });
    this.#watcher.on('error', () => this.#watcher.close());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Adds the variables to a program that make its Node processes register. */
  invite(program: ProgramPlan, { npmNodeOptions, preload }: Invitation): ProgramPlan {
    const { environment } = program;
    const own = environment['NODE_OPTIONS'];
    // The quoting of NODE_OPTIONS.
    const quoted = `"${preload.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
    const options = `--require ${quoted} --inspect-publish-uid=http`;
    return {
      ...program,
      environment: {
        ...environment,
        NODE_OPTIONS: own === undefined ? options : `${own} ${options}`,
        IDE_SESSION_INSPECTOR: this.#folder.path,
        ...(own !== undefined && { IDE_SESSION_NODE_OPTIONS: own }),
        ...(npmNodeOptions !== undefined && { IDE_SESSION_NPM_NODE_OPTIONS: npmNodeOptions }),
      },
    };
  }

  /**
   * Tells a process that a debugger will attach; otherwise it continues by itself. Resolves when it waits for
   * the debugger, or when the meeting is closed.
   */
  async promise({ id }: Pick<WaitingNode, 'id'>): Promise<void> {
    const { promise } = this.#getWait(id);
    if (this.#isOver) return;
    // The folder may be removed at any time.
    await writeFile(join(this.#folder.path, `${id}.coming`), '', { mode: 0o600 }).catch(() => {});
    await promise;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    for (const waiting of this.#waiting.values()) waiting.resolve();
    this.#watcher.close();
    await this.#folder.remove();
  }

  #getWait(id: string): Deferred<void> {
    const waiting = this.#waiting.get(id) ?? deferred();
    this.#waiting.set(id, waiting);
    return waiting;
  }

  async #read(id: string): Promise<void> {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const text = await readFile(join(this.#folder.path, `${id}.process`), 'utf8').catch(() => '');
    const found = schema.safeParse(parse(text)).data;
    if (found !== undefined && !this.#isOver) this.#opened({ id, ...found });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
