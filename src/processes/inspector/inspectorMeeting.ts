import { type FSWatcher, watch } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Deferred, deferred } from '../../common/deferred.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import type { Watchdog } from '../watchdog/watchdog.ts';
import { makeWatchedFolder, type WatchedFolder } from '../watchdog/watchedFolder.ts';

const schema = z.object({ pid: z.int(), url: z.string(), script: z.optional(z.string()) });

/** A Node process of a program that waits for a debugger. */
export interface WaitingNode {
  /** Its name in the meeting. */
  readonly id: string;
  readonly pid: number;
  /** The WebSocket address of its inspector. */
  readonly url: string;
  /** The name of the script that it runs, unless it runs code that it was given. */
  readonly script?: string | undefined;
}

/** What leads the Node processes of a program to a meeting. */
export interface Invitation {
  /** The script that Node is to load. */
  readonly preload: string;
  /** Options by which a package manager would replace NODE_OPTIONS. */
  readonly npmNodeOptions?: string | undefined;
}

/**
 * Where the Node processes of a program and what debugs them find each other: a folder of their own.
 * Those that a debugged process starts don't come: its debugger attaches them by itself.
 */
export class InspectorMeeting {
  readonly #folder: WatchedFolder;
  readonly #watcher: FSWatcher;
  readonly #opened: (process: WaitingNode) => void;
  readonly #seen = new Set<string>();
  readonly #waiting = new Map<string, Deferred<void>>();
  #isOver = false;

  /** Opens a meeting; `opened` hears of each Node process that is there and waits for the debugger. */
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
      if (kind === 'waiting') this.#waitOf(id).resolve();
    });
    this.#watcher.on('error', () => this.#watcher.close());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The program with what leads its Node processes here. */
  invite(program: ProgramPlan, { npmNodeOptions, preload }: Invitation): ProgramPlan {
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
        ...(npmNodeOptions !== undefined && { IDE_SESSION_NPM_NODE_OPTIONS: npmNodeOptions }),
      },
    };
  }

  /**
   * Promises a process that a debugger comes; without that it goes on by itself. Resolves when it
   * waits for the debugger, or when the meeting is over.
   */
  async promise({ id }: Pick<WaitingNode, 'id'>): Promise<void> {
    const { promise } = this.#waitOf(id);
    if (this.#isOver) return;
    // The folder may go at any time.
    await writeFile(join(this.#folder.path, `${id}.coming`), '', { mode: 0o600 }).catch(() => {});
    await promise;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    for (const waiting of this.#waiting.values()) waiting.resolve();
    this.#watcher.close();
    await this.#folder.remove();
  }

  #waitOf(id: string): Deferred<void> {
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
