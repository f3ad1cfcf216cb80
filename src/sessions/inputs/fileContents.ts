import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '../../common/clock.ts';

/** What is at a path. */
export type PathState =
  | { readonly kind: 'missing' | 'folder' }
  | {
      readonly kind: 'file';
      /** When it was written or moved, in milliseconds. */
      readonly changed: number;
      /** Resolves to a text that is different for each content. */
      readonly read: () => Promise<string>;
    };

interface KnownContent {
  readonly stamp: string;
  readonly content: string;
}

/** Larger files count as changed with their stamp, since reading them would take too long. In bytes. */
const largest = 1024 * 1024;
/** A later change could leave the stamp as it is for this long, in milliseconds. */
const coarsestTime = 2_000;

/**
 * The contents of files, by their hashes. A file is read again only if its stamp has changed: times, size and
 * number. Sessions share this, so a restart reads only what has changed.
 */
export class FileContents {
  readonly #clock: Clock;
  readonly #maxFiles: number;
  readonly #known = new Map<string, KnownContent>();

  constructor(clock: Clock, maxFiles: number) {
    this.#clock = clock;
    this.#maxFiles = maxFiles;
  }

  async state(path: string): Promise<PathState> {
    const now = this.#clock.now().getTime();
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) return { kind: 'missing' };
    if (found.isDirectory()) return { kind: 'folder' };
    const changed = Math.max(found.mtimeMs, found.ctimeMs);
    const isSettled = changed < now - coarsestTime;
    return { kind: 'file', changed, read: () => this.#read(path, found, isSettled) };
  }

  async #read(path: string, found: Stats, isSettled: boolean): Promise<string> {
    const stamp = `${found.mtimeMs} ${found.ctimeMs} ${found.size} ${found.ino}`;
    if (!found.isFile() || found.size > largest) return stamp;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.content;
    const bytes = await readFile(path).catch(() => undefined);
    // It was removed meanwhile, which is noticed by its folder.
    if (bytes === undefined) return '';
    const content = createHash('sha256').update(bytes).digest('base64');
    if (isSettled) this.#keep(path, { stamp, content });
    else this.#known.delete(path);
    return content;
  }

  #keep(path: string, content: KnownContent): void {
    this.#known.set(path, content);
    if (this.#known.size <= this.#maxFiles) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
