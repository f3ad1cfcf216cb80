import { lstatSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../common/clock.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';

type Program = Omit<ProgramPlan, 'args'>;

/** How long a find is trusted, in milliseconds. */
const trustTime = 5_000;
/** How many finds are cached. */
const maxFinds = 1_000;

/** Local file systems of Linux by magic number (statfs(2)). Accessing them never waits for a network. */
const localFileSystems: ReadonlySet<number> = new Set([
  0xef53, // ext2 to ext4
  0x58465342, // XFS
  0x9123683e, // btrfs
  0xf2f52010, // F2FS
  0x2fc12fc1, // ZFS
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
]);

/**
 * Caches recently found commands and folders. Sessions share many of them, and each access through the
 * thread pool costs more than everything else that is done for a request.
 */
export class RecentFinds {
  readonly #clock: Clock;
  readonly #isLocal: (folder: string) => Promise<boolean>;
  /** When each find expires. */
  readonly #until = new Map<string, number>();

  /** `isLocal` returns whether a folder is on a local disk. */
  constructor(clock: Clock, isLocal: (folder: string) => Promise<boolean> = isLocalFolder) {
    this.#clock = clock;
    this.#isLocal = isLocal;
  }

  /** Whether the command was found. */
  hasCommand(program: Program): boolean {
    return this.#has(toCommandKey(program));
  }

  addCommand(program: Program): void {
    this.#add(toCommandKey(program));
  }

  /**
   * Whether the folder of a program was found, and its script exists now. Accesses the script synchronously,
   * and therefore only on a local disk.
   */
  hasProgram({ script, workingDirectory }: Program): boolean {
    if (!this.#has(toFolderKey(workingDirectory))) return false;
    if (script === undefined) return true;
    if (!this.#has(toLocalKey(dirname(script)))) return false;
    // A link may point to another disk.
    return lstatSync(script, { throwIfNoEntry: false })?.isFile() === true;
  }

  async addProgram({ script, workingDirectory }: Program): Promise<void> {
    this.#add(toFolderKey(workingDirectory));
    if (script !== undefined && (await this.#isLocal(dirname(script)))) {
      this.#add(toLocalKey(dirname(script)));
    }
  }

  #has(key: string): boolean {
    return (this.#until.get(key) ?? -Infinity) > this.#clock.elapsed();
  }

  #add(key: string): void {
    if (this.#until.size >= maxFinds) this.#until.clear();
    this.#until.set(key, this.#clock.elapsed() + trustTime);
  }
}

function toCommandKey({ command, environment, workingDirectory }: Program): string {
  const { PATH, Path, PATHEXT } = environment;
  return JSON.stringify(['command', command, PATH, Path, PATHEXT, workingDirectory]);
}

function toFolderKey(folder: string): string {
  return `folder ${folder}`;
}

function toLocalKey(folder: string): string {
  return `local ${folder}`;
}

async function isLocalFolder(folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    return localFileSystems.has((await statfs(folder)).type >>> 0);
  } catch {
    return false;
  }
}
