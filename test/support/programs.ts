import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import type { HumanError } from '../../src/common/humanError.ts';
import type { ProgramPlan } from '../../src/launch/launchPlan.ts';
import { runProgram } from '../../src/processes/program/program.ts';
import type { Watchdog } from '../../src/processes/watchdog/watchdog.ts';
import type { OutputStream } from '../../src/common/outputStream.ts';
import type { Run } from '../../src/sessions/runner.ts';
import { afterTest } from './afterTest.ts';
import { noWatchdog } from './noWatchdog.ts';
import { until } from './waiting.ts';

/** The variables of the tests themselves, as a program's whole environment. */
export const ownEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  ),
);

interface RunningOptions {
  /** How long it may take to end, in milliseconds. */
  readonly grace?: number;
  readonly clock?: Clock;
  readonly watchdog?: Watchdog;
}

/** A real program under the runner, with a record of all that it reported. */
export class RunningProgram {
  readonly #chunks: Record<OutputStream, Uint8Array[]> = { stdout: [], stderr: [] };
  readonly #run: Run;
  /** What was reported, in order; neighbouring output of one stream counts once. */
  readonly events: string[] = [];
  readonly pids: (number | undefined)[] = [];
  exitCode: number | undefined;
  error: HumanError | undefined;

  constructor(
    plan: ProgramPlan,
    { grace = 5_000, clock = systemClock, watchdog = noWatchdog }: RunningOptions,
  ) {
    const options = { clock, watchdog, grace: () => grace };
    this.#run = runProgram(plan, options, {
      started: (pid) => {
        this.#note('started');
        this.pids.push(pid);
      },
      output: (stream, chunk) => {
        this.#note(stream);
        this.#chunks[stream].push(chunk);
      },
      ended: (exitCode) => {
        this.#note('ended');
        this.exitCode = exitCode;
      },
      failed: (error) => {
        this.#note('failed');
        this.error = error;
      },
    });
  }

  stop(): Promise<void> {
    return this.#run.stop();
  }

  bytes(stream: OutputStream): Buffer {
    return Buffer.concat(this.#chunks[stream]);
  }

  get stdout(): string {
    return this.bytes('stdout').toString('utf8');
  }

  get stderr(): string {
    return this.bytes('stderr').toString('utf8');
  }

  get isOver(): boolean {
    return this.events.includes('ended') || this.events.includes('failed');
  }

  /** Resolves once the program has written so many lines to its standard output, to these. */
  async lines(count: number): Promise<readonly string[]> {
    await until(`${count} lines are written`, () => this.stdout.split('\n').length > count);
    return this.stdout.split('\n').slice(0, count);
  }

  over(): Promise<void> {
    return until('the program is over', () => this.isOver);
  }

  #note(event: string): void {
    const isOutput = event === 'stdout' || event === 'stderr';
    if (!isOutput || this.events.at(-1) !== event) this.events.push(event);
  }
}

/** Runs a command for one test, after which it is made sure that it has ended. */
export function runCommand(
  context: TestContext,
  command: string,
  args: readonly string[],
  options: Partial<ProgramPlan> & RunningOptions = {},
): RunningProgram {
  const here = { workingDirectory: import.meta.dirname, environment: ownEnvironment };
  const program = new RunningProgram({ command, args, ...here, ...options }, options);
  afterTest(context, async () => {
    await program.stop();
    await program.over();
  });
  return program;
}

/** Runs a piece of JavaScript under Node. */
export function runNode(
  context: TestContext,
  code: string,
  options?: Parameters<typeof runCommand>[3],
): RunningProgram {
  return runCommand(context, process.execPath, ['-e', code], options);
}

/** Whether a process runs; one that is dead and not yet buried doesn't. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Kills a process that must not outlive its test, if it still runs. */
export function killAfter(context: TestContext, pid: number): void {
  afterTest(context, () => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
}
