import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import spawn from 'cross-spawn';
import { type Clock, systemClock } from '../common/clock.ts';
import { type Disposable, toDisposable } from '../common/disposable.ts';
import { toHumanError } from '../common/humanError.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';
import type { OutputStream, Run, RunEvents } from '../sessions/runner.ts';
import { exitCodeOf } from './exitCode.ts';
import { Intake } from './intake.ts';
import { checkProgram, startFailure } from './programChecks.ts';
import { endTree, isGoneWithin, type ProcessTree, processTree } from './processTree.ts';
import { StartPace } from './startPace.ts';
import type { Watchdog } from './watchdog/watchdog.ts';

export interface ProgramEvents extends Pick<RunEvents, 'started' | 'ended' | 'failed'> {
  /** The program wrote these bytes, cut anywhere; nothing more is read before a promise resolves. */
  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | void;
}

export interface ProgramOptions {
  readonly clock: Clock;
  /** Ends the program if its host dies. */
  readonly watchdog: Watchdog;
  /** How long a program may take to end before it is killed, in milliseconds; asked again while it is waited for. */
  readonly grace: () => number;
  /** What becomes of the processes that a program leaves behind when it ends by itself; they end unless kept. */
  readonly leftovers?: 'end' | 'keep';
}

// The timers of Windows are too coarse to tell whether the event loop is in time.
const cores = process.platform === 'win32' ? Infinity : availableParallelism();
// One for all programs, as there is one event loop.
const intake = new Intake();
const startPace = new StartPace(systemClock, cores);

/** How long what a program leaves behind may take to end by itself. */
const leftoverWait = 500;
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
    await startPace.next();
    if (this.#stopping) return this.#events.ended(undefined);
    this.#spawn();
  }

  async stop(): Promise<void> {
    if (this.#stopping || this.#over) return;
    this.#stopping = true;
    const { clock, grace } = this.#options;
    if (this.#tree !== undefined) void endTree(this.#tree, clock, grace);
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
    for (const stream of ['stdout', 'stderr'] as const) {
      const pipe = child[stream];
      if (pipe !== null) intake.read(pipe, (chunk) => this.#events.output(stream, chunk));
    }
    child.once('error', (error) => {
      if (child.pid === undefined) this.#events.failed(startFailure(this.#plan, error));
    });
    if (child.pid === undefined) return;
    this.#tree = processTree(child.pid);
    const watch = this.#options.watchdog.watch(child.pid);
    this.#events.started(child.pid);
    void this.#end(child, this.#tree, watch);
  }

  /** Waits for the program, ends what it left behind, and then reports the end. */
  async #end(child: ChildProcess, tree: ProcessTree, watch: Disposable): Promise<void> {
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const exitCode = await new Promise<number | undefined>((resolve) => {
      child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
    });
    const { clock, leftovers } = this.#options;
    if (leftovers === 'keep' && !this.#stopping) this.#over = true;
    else await this.#endLeftovers(tree);
    watch.dispose();
    const pipes = closeWhenQuiet(child, clock);
    await closed;
    pipes.dispose();
    this.#over = true;
    this.#events.ended(exitCode);
  }

  async #endLeftovers(tree: ProcessTree): Promise<void> {
    const { clock, grace } = this.#options;
    if (!(await isGoneWithin(tree, clock, () => leftoverWait)) && !this.#stopping) {
      this.#stopping = true;
      await endTree(tree, clock, grace);
    }
    await isGoneWithin(tree, clock, () => grace() + leftoverWait);
  }
}

/**
 * Closes the pipes of a program that is gone once nothing comes through them any more, since somebody
 * out of reach may hold them open.
 */
function closeWhenQuiet(child: ChildProcess, clock: Clock): Disposable {
  const pipes = [child.stdout, child.stderr].filter((pipe) => pipe !== null);
  let isQuiet = true;
  for (const pipe of pipes) pipe.on('data', () => (isQuiet = false));
  let timer = clock.after(pipeWait, look);
  function look(): void {
    // However late the timer was, what the pipes hold is read before an immediate runs.
    setImmediate(() => {
      if (isQuiet && !pipes.some((pipe) => pipe.isPaused())) {
        return pipes.forEach((pipe) => pipe.destroy());
      }
      isQuiet = true;
      timer = clock.after(pipeWait, look);
    });
  }
  return toDisposable(() => timer.dispose());
}
