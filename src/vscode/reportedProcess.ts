import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import type { ProgramEvents } from '../runners/program.ts';
import { endTree, type ProcessTree, processTree } from '../runners/processTree.ts';
import type { Watchdog } from '../runners/watchdog/watchdog.ts';
import type { OutputStream } from '../sessions/runner.ts';

/** The process of a program, as far as the debug adapter that launches it tells of it. */
export class ReportedProcess implements Disposable {
  readonly #events: Pick<ProgramEvents, 'started' | 'output'>;
  readonly #watchdog: Watchdog;
  #state: 'unknown' | 'launched' | 'told' = 'unknown';
  #tree: ProcessTree | undefined;
  #watch: Disposable | undefined;
  #exitCode: number | undefined;
  #isPaused = false;

  constructor(events: Pick<ProgramEvents, 'started' | 'output'>, watchdog: Watchdog) {
    this.#events = events;
    this.#watchdog = watchdog;
  }

  /** Whether the adapter has said in any way that the program was begun. */
  get isBegun(): boolean {
    return this.#state !== 'unknown';
  }

  /** The adapter has taken the request to launch it. */
  launched(): void {
    if (this.#state === 'unknown') this.#state = 'launched';
  }

  /** The adapter tells of the process. */
  began(pid: number | undefined): void {
    this.#runs(pid);
    this.#state = 'told';
    this.#exitCode = undefined;
    this.#isPaused = false;
    this.#events.started(pid);
  }

  paused(): void {
    this.#isPaused = true;
  }

  resumed(): void {
    this.#isPaused = false;
  }

  wrote(stream: OutputStream, text: string): void {
    this.#ensureTold();
    void this.#events.output(stream, Buffer.from(text));
  }

  exited(exitCode: number | undefined): void {
    this.#ensureTold();
    this.#exitCode = exitCode;
  }

  /** Another process is going to be launched. */
  expectAnother(): void {
    this.#state = 'unknown';
    this.#exitCode = undefined;
  }

  /** Another process runs in its place, which may never be told of. */
  replaced(): void {
    this.#state = 'launched';
    this.#runs(undefined);
  }

  /**
   * Asks it to end as it likes, by a signal: debuggers would kill it. Returns whether it hears that;
   * standing still it would not.
   */
  askToEnd(): boolean {
    if (this.#tree === undefined || this.#isPaused || process.platform === 'win32') return false;
    void this.#tree.terminate();
    return true;
  }

  /** Ends it with all that it has started, whatever it does. */
  async kill(): Promise<void> {
    await this.#tree?.kill();
  }

  /** Ends what its adapter may have left running. */
  async end(clock: Clock, grace: () => number): Promise<void> {
    if (this.#tree !== undefined) await endTree(this.#tree, clock, grace);
  }

  /** Nothing more is to come; returns the exit code, if it was told. */
  close(): number | undefined {
    if (this.#state === 'launched') this.#events.started(undefined);
    return this.#exitCode;
  }

  /** It is in nobody's hands here any more. */
  dispose(): void {
    this.#watch?.dispose();
  }

  #runs(pid: number | undefined): void {
    this.#watch?.dispose();
    this.#watch = pid === undefined ? undefined : this.#watchdog.watch(pid);
    this.#tree = pid === undefined ? undefined : processTree(pid);
  }

  /** A program whose adapter doesn't tell of its process has run all the same. */
  #ensureTold(): void {
    if (this.#state !== 'told') this.began(undefined);
  }
}
