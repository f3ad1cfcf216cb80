import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import spawn from 'cross-spawn';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { toHumanError } from '../../common/humanError.ts';
import { getRequestCount } from '../../common/server/requestCount.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { Run, RunEvents } from '../../sessions/runner.ts';
import { createProcessTree } from '../tree/createProcessTree.ts';
import { runnerErrors } from '../errors.ts';
import { Intake } from './intake.ts';
import { checkProgram } from './programChecks.ts';
import { createMark, markVariable } from './programMark.ts';
import { ProgramProcess } from './programProcess.ts';
import { requireSpareDescriptors } from './spareDescriptors.ts';
import { startFailure } from './startFailure.ts';
import { StartPace } from './startPace.ts';
import { TreeLooks } from '../tree/treeLooks.ts';
import type { Watchdog } from '../watchdog/watchdog.ts';

export interface ProgramEvents
  extends Pick<RunEvents, 'started' | 'ended' | 'failed'>, Partial<Pick<RunEvents, 'message'>> {
  /** The program wrote bytes. Reading is paused until a returned promise resolves. */
  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | void;
}

export interface ProgramOptions {
  readonly clock: Clock;
  /** Kills the program if the host dies. */
  readonly watchdog: Watchdog;
  /** How long a program may take to exit before it is killed, in milliseconds. Read again while waiting. */
  readonly grace: () => number;
  /** Whether to end or keep processes that a program leaves behind when it exits. Default: `end`. */
  readonly leftovers?: 'end' | 'keep';
}

// Timers on Windows are too coarse to measure the delay of the event loop.
const cores = process.platform === 'win32' ? Infinity : availableParallelism();
// Shared, since there is one event loop.
const intake = new Intake();

/** Shared by all programs with the same clock: there is one event loop and one process list. */
interface Shared {
  readonly looks: TreeLooks;
  readonly startPace: StartPace;
}

const sharedByClock = new WeakMap<Clock, Shared>();

function getShared(clock: Clock): Shared {
  const known = sharedByClock.get(clock);
  if (known !== undefined) return known;
  const shared = {
    looks: new TreeLooks(clock),
    startPace: new StartPace(clock, cores, getRequestCount),
  };
  sharedByClock.set(clock, shared);
  return shared;
}

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
  readonly #shared: Shared;
  #process: ProgramProcess | undefined;
  #isUnwanted = false;

  constructor(plan: ProgramPlan, options: ProgramOptions, events: ProgramEvents) {
    this.#plan = plan;
    this.#options = options;
    this.#events = events;
    this.#shared = getShared(options.clock);
  }

  async start(): Promise<void> {
    try {
      await checkProgram(this.#plan);
    } catch (error) {
      return this.#events.failed(toHumanError(error, runnerErrors.ProgramNotStarted));
    }
    await this.#shared.startPace.next();
    if (this.#isUnwanted) return this.#events.ended(undefined);
    this.#spawn();
  }

  async stop(): Promise<void> {
    this.#isUnwanted = true;
    this.#process?.stop();
  }

  #spawn(): void {
    const { leftovers = 'end' } = this.#options;
    // Processes that builds leave behind serve other builds.
    const mark = leftovers === 'end' && process.platform === 'linux' ? createMark() : undefined;
    let child: ChildProcess;
    try {
      child = this.#spawnChild(mark);
    } catch (error) {
      return void this.#fail(error as NodeJS.ErrnoException);
    }
    // Added first: without free file descriptors, there aren't even pipes.
    child.on('error', (error) => {
      if (child.pid === undefined) void this.#fail(error);
    });
    if (child.pid === undefined) return;
    for (const stream of ['stdout', 'stderr'] as const) {
      const pipe = child[stream];
      if (pipe !== null) intake.read(pipe, (chunk) => this.#events.output(stream, chunk));
    }
    const { clock, watchdog } = this.#options;
    const tree = createProcessTree(child.pid, { clock, mark, isChild: true });
    const owned = [watchdog.watch(child.pid, mark), this.#shared.looks.add(tree)];
    this.#process = new ProgramProcess(child, tree, { ...this.#options, leftovers });
    this.#events.started(child.pid);
    void this.#end(this.#process, child.pid, owned);
  }

  async #fail(error: NodeJS.ErrnoException): Promise<void> {
    this.#events.failed(await startFailure(this.#plan, error));
  }

  #spawnChild(mark: string | undefined): ChildProcess {
    const { command, args, workingDirectory, environment } = this.#plan;
    requireSpareDescriptors();
    return spawn(command, [...args], {
      cwd: workingDirectory,
      env: mark === undefined ? environment : { ...environment, [markVariable]: mark },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  }

  async #end(process: ProgramProcess, pid: number, owned: readonly Disposable[]): Promise<void> {
    const { exitCode, left } = await process.ended();
    for (const each of owned) each.dispose();
    if (left !== 'nothing') this.#events.message?.('info', this.#outOfReach(left, pid));
    this.#events.ended(exitCode);
  }

  #outOfReach(left: 'program' | 'others', pid: number): string {
    const { command } = this.#plan;
    return left === 'program'
      ? `${command} can't be ended, since it belongs to another user or waits for a device. End process ${pid} by hand.`
      : `Processes that ${command} has started can't be ended, since they belong to another user or wait for a device. End what is left of process group ${pid} by hand.`;
  }
}
