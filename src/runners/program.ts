import type { ChildProcess } from 'node:child_process';
import spawn from 'cross-spawn';
import type { Clock } from '../common/clock.ts';
import { toHumanError } from '../common/humanError.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';
import type { Run, RunEvents } from '../sessions/runner.ts';
import { exitCodeOf } from './exitCode.ts';
import { checkProgram, startFailure } from './programChecks.ts';
import { type ProcessTree, processTree } from './processTree.ts';

export type ProgramEvents = Pick<RunEvents, 'started' | 'output' | 'ended' | 'failed'>;

export interface ProgramOptions {
  readonly clock: Clock;
  /** How long a program may take to end before it is killed, in milliseconds, as of the call. */
  readonly grace: () => number;
}

/** How long what a program leaves behind may take to end by itself. */
const leftoverWait = 500;
/** How often it is looked whether all of a program has ended. */
const lookInterval = 25;
/** How long the pipes of a killed program may stay open. */
const pipeWait = 500;

/** Runs a program as a child process that leads its own process group. */
export function runProgram(plan: ProgramPlan, options: ProgramOptions, events: ProgramEvents): Run {
  const program = new Program(plan, options, events);
  void program.start();
  return program;
}

class Program implements Run {
  readonly #plan: ProgramPlan;
  readonly #options: ProgramOptions;
  readonly #events: ProgramEvents;
  #tree: ProcessTree | undefined;
  #stopping = false;
  #over = false;

  constructor(plan: ProgramPlan, options: ProgramOptions, events: ProgramEvents) {
    this.#plan = plan;
    this.#options = options;
    this.#events = events;
  }

  async start(): Promise<void> {
    try {
      await checkProgram(this.#plan);
    } catch (error) {
      return this.#events.failed(toHumanError(error, 'ProgramNotStarted'));
    }
    if (this.#stopping) return this.#events.ended(undefined);
    this.#spawn();
  }

  async stop(): Promise<void> {
    if (this.#stopping || this.#over) return;
    this.#stopping = true;
    if (this.#tree !== undefined) await this.#terminate(this.#tree);
  }

  #spawn(): void {
    const { command, args, workingDirectory, environment } = this.#plan;
    let child: ChildProcess;
    try {
      child = spawn(command, [...args], {
        cwd: workingDirectory,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
    } catch (error) {
      return this.#events.failed(startFailure(this.#plan, error as NodeJS.ErrnoException));
    }
    child.stdout?.on('data', (chunk: Buffer) => this.#events.output('stdout', chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.#events.output('stderr', chunk));
    child.once('error', (error) => {
      if (child.pid === undefined) this.#events.failed(startFailure(this.#plan, error));
    });
    if (child.pid === undefined) return;
    this.#tree = processTree(child.pid);
    this.#events.started(child.pid);
    void this.#end(child, this.#tree);
  }

  /** Waits for the program, ends what it left behind, and then reports the end. */
  async #end(child: ChildProcess, tree: ProcessTree): Promise<void> {
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const exitCode = await new Promise<number | undefined>((resolve) => {
      child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
    });
    if (!(await this.#isGone(tree, leftoverWait)) && !this.#stopping) await this.#terminate(tree);
    await this.#isGone(tree, this.#options.grace() + leftoverWait);
    // A pipe may still be held by somebody who is out of reach.
    const timer = this.#options.clock.after(pipeWait, () => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
    await closed;
    timer.dispose();
    this.#over = true;
    this.#events.ended(exitCode);
  }

  async #terminate(tree: ProcessTree): Promise<void> {
    this.#stopping = true;
    await tree.terminate();
    void this.#killLate(tree);
  }

  async #killLate(tree: ProcessTree): Promise<void> {
    if (!(await this.#isGone(tree, this.#options.grace()))) await tree.kill();
  }

  async #isGone(tree: ProcessTree, milliseconds: number): Promise<boolean> {
    const { clock } = this.#options;
    const deadline = clock.now().getTime() + milliseconds;
    while (await tree.isAlive()) {
      if (clock.now().getTime() >= deadline) return false;
      await new Promise<void>((resolve) => clock.after(lookInterval, resolve));
    }
    return true;
  }
}
