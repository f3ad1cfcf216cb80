import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Cli, startCli } from '../fixtures/processes/cli.ts';
import { knownPid } from '../fixtures/processes/knownPid.ts';
import { until } from '../fixtures/waiting.ts';
import { getWatchdogs } from '../fixtures/processes/watchdogs.ts';

const preload = join(import.meta.dirname, '../../test/fixtures/faultySystem.cjs');
/** The variable that marks a host's programs. */
const variable = 'CHAOS';

/** The faults of the host's machine, as `test/fixtures/faultySystem.cjs` reads them. */
export interface Faults {
  readonly disk: 'sound' | 'slow' | 'ENOSPC' | 'EIO';
  /** How far its clock is ahead, in milliseconds. */
  readonly clock: number;
}

/** A headless host with injectable faults, on Linux. */
export class ChaosHost {
  readonly cli: Cli;
  readonly pid: number;
  readonly #mark: string;
  readonly #control: string;
  #lastId = 0;

  static async start(context: TestContext): Promise<ChaosHost> {
    const mark = randomUUID();
    const folder = await startCli(context, ['--version']);
    const control = join(folder.folder, 'faults.json');
    const environment = { [variable]: mark, FAULTS: control, NODE_OPTIONS: `--require ${preload}` };
    const cli = await startCli(context, ['serve', '--json'], { environment });
    await cli.variables();
    return new ChaosHost(cli, mark, control);
  }

  private constructor(cli: Cli, mark: string, control: string) {
    this.cli = cli;
    this.pid = knownPid(cli.child.pid);
    this.#mark = mark;
    this.#control = control;
  }

  /** Resolves once the host has these faults; it needs a free file descriptor for that. */
  async suffer(faults: Faults): Promise<void> {
    await this.#tell(faults);
  }

  /** Removes the host's faults and resolves to its memory in use, in MiB. */
  async usedMemory(): Promise<number> {
    return this.#tell({ disk: 'sound', clock: 0 });
  }

  /** Resolves to the memory in use when the host received the faults. */
  async #tell(faults: Faults): Promise<number> {
    const id = ++this.#lastId;
    writeFileSync(this.#control, JSON.stringify({ ...faults, id }));
    let used = 0;
    await until('the host has the faults', () => {
      process.kill(this.pid, 'SIGUSR2');
      const seen = parseAnswer(read(`${this.#control}.seen`));
      used = seen?.used ?? 0;
      return seen?.id === id;
    });
    return used;
  }

  /** Allows the host this many more file descriptors than it has open, or the original number. */
  limitDescriptors(more: number | 'sound'): void {
    const limit = more === 'sound' ? 1024 : this.descriptors.length + more;
    execFileSync('prlimit', ['--pid', String(this.pid), `--nofile=${limit}:`]);
  }

  /** The targets of its file descriptors. */
  get descriptors(): readonly string[] {
    const folder = `/proc/${this.pid}/fd`;
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(join(folder, name))];
      } catch {
        // It was closed since.
        return [];
      }
    });
  }

  /** Its resident memory, in MiB. */
  get memory(): number {
    return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${this.pid}/status`))?.[1]) / 1024;
  }

  get threads(): number {
    return readdirSync(`/proc/${this.pid}/task`).length;
  }

  /** The number of files that it keeps. */
  get files(): number {
    return readdirSync(this.cli.temporary, { recursive: true }).length;
  }

  watchdogs(): Promise<readonly number[]> {
    return getWatchdogs(this.pid);
  }

  /**
   * The command lines of all running processes that it has started, except its watchdog, which
   * lacks the variables.
   */
  programs(): readonly string[] {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.flatMap((pid) => {
      const isOurs = read(`/proc/${pid}/environ`).includes(`${variable}=${this.#mark}`);
      if (!isOurs || Number(pid) === this.pid) return [];
      return [`${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`];
    });
  }
}

/** `undefined` while it is being written. */
function parseAnswer(text: string): { readonly id: number; readonly used: number } | undefined {
  try {
    return JSON.parse(text) as { id: number; used: number };
  } catch {
    return undefined;
  }
}

/** A file's text; empty if there is none. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
