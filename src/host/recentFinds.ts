import { lstatSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../common/clock.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';

type Program = Omit<ProgramPlan, 'args'>;

/** For how long what was found is taken to be there still, in milliseconds. */
const trustTime = 5_000;
/** How many finds are remembered. */
const mostFinds = 1_000;

/** File systems of Linux that are on this machine, by their magic numbers (statfs(2)): a look at them never waits for a network. */
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
 * Commands and folders that were found a moment ago. Many sessions share them, and each look at a file
 * takes a way through the thread pool, which costs more than all else that is done for a request.
 */
export class RecentFinds {
  readonly #clock: Clock;
  readonly #isLocal: (folder: string) => Promise<boolean>;
  /** When each find is to be looked at again. */
  readonly #until = new Map<string, number>();

  /** `isLocal` says whether a folder is on a disk of this machine. */
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
   * Whether the folder of a program was found, and its script is there now. Looks at the script without
   * a way through the thread pool, and so only in a folder on a disk of this machine.
   */
  hasProgram({ script, workingDirectory }: Program): boolean {
    if (!this.#has(toFolderKey(workingDirectory))) return false;
    if (script === undefined) return true;
    if (!this.#has(toLocalKey(dirname(script)))) return false;
    // A link may lead to another disk.
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
    if (this.#until.size >= mostFinds) this.#until.clear();
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
