import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Controller } from '../controller/controller.ts';
import { afterTest } from './afterTest.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { until } from './waiting.ts';

const project = join(import.meta.dirname, '../..');

export interface CliOptions {
  /** The Node that runs it, unless it is that of the tests. */
  readonly node?: string;
  /** On top of the tests' own variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How large its files may become, in blocks of 512 bytes; not on Windows. */
  readonly fileLimit?: number;
  /** How many files it may have open; not on Windows. */
  readonly descriptorLimit?: number;
  /** A folder to run in that is not its own. */
  readonly currentFolder?: string;
  /** A file descriptor for its stderr, which is read otherwise. */
  readonly stderr?: number;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built host as a process of its own, with a folder to work in and one for temporary files. */
export class Cli {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly exited: Promise<Exit>;
  readonly #context: TestContext;
  stdout = '';
  stderr = '';

  constructor(child: ChildProcess, folder: string, context: TestContext) {
    this.child = child;
    this.folder = folder;
    this.#context = context;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.exited = once(child, 'close').then(([code, signal]) => ({ code, signal }));
    afterTest(context, () => child.kill('SIGKILL'));
  }

  /** Where it keeps its temporary files. */
  get temporary(): string {
    return join(this.folder, 'tmp');
  }

  get hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The variables that it prints with --json. */
  async variables(): Promise<Record<string, string>> {
    await until('the variables are printed', () => this.stdout.includes('\n') || this.hasExited);
    const { env } = JSON.parse(this.stdout.split('\n')[0] ?? '') as { env: Record<string, string> };
    return env;
  }

  /** A connected controller that finds the host by what it prints. */
  async controller(): Promise<Controller> {
    const controller = Controller.fromEnvironment(await this.variables());
    afterTest(this.#context, () => controller.vanish());
    await controller.connect();
    return controller;
  }

  /** Sends a signal and gives how it ended. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.child.kill(signal);
    return this.exited;
  }
}

/** Starts the built host in a folder of its own; it is killed after the test if it is still there. */
export async function startCli(
  context: TestContext,
  args: readonly string[],
  options: CliOptions = {},
): Promise<Cli> {
  const folder = await temporaryFolder(context);
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const { node = process.execPath, environment = {}, fileLimit, descriptorLimit } = options;
  const limits = Object.entries({ f: fileLimit, n: descriptorLimit }).flatMap(([option, limit]) =>
    limit === undefined ? [] : [`ulimit -${option} ${limit}`],
  );
  const limited = ['-c', [...limits, 'exec "$@"'].join(' && '), 'sh', node];
  const [command, first] = limits.length === 0 ? [node, []] : ['sh', limited];
  const child = spawn(command, [...first, builtCli(), ...args], {
    cwd: options.currentFolder ?? folder,
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, ...environment },
    stdio: ['ignore', 'pipe', options.stderr ?? 'pipe'],
  });
  return new Cli(child, folder, context);
}

/** Runs the built host in a terminal of its own, where its lines end in CR LF and Ctrl+C reaches all. Linux only. */
export async function startCliInTerminal(
  context: TestContext,
  args: readonly string[],
): Promise<TerminalCli> {
  const folder = await temporaryFolder(context);
  // Without exec a shell may stay above the host, and Ctrl+C would end the shell too.
  const line = ['exec', ...[process.execPath, builtCli(), ...args].map(quote)].join(' ');
  const child = spawn('script', ['-qfec', line, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TMPDIR: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return new TerminalCli(child, folder, context);
}

/** The built host as a terminal shows it. */
export class TerminalCli {
  readonly folder: string;
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  shown = '';

  constructor(child: ChildProcess, folder: string, context: TestContext) {
    this.#child = child;
    this.folder = folder;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.shown += text));
    this.exited = once(child, 'close').then(([code, signal]) => ({ code, signal }));
    afterTest(context, () => child.kill('SIGHUP'));
  }

  pressCtrlC(): void {
    this.#child.stdin?.write('\x03');
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The built command line; fails where it isn't what the sources say now. */
export function builtCli(): string {
  const path = join(project, 'dist', 'cli.js');
  const built = existsSync(path) ? statSync(path).mtimeMs : 0;
  if (built < lastChange(join(project, 'src'))) {
    throw new Error('dist/cli.js is missing or older than src: run node esbuild.config.mjs first.');
  }
  return path;
}

function lastChange(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((file) => statSync(join(folder, file)).mtimeMs));
}
