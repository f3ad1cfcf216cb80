import { constants } from 'node:os';
import { pollUntil } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { OutputStream } from '../../../common/outputStream.ts';
import { adapterExitCode } from '../../../launch/adapterExitCode.ts';
import type { ProgramEvents, ProgramOptions } from '../../../processes/program/program.ts';
import type { AdapterFact, Pause } from '../../debug/adapter/adapterMessages.ts';
import { EarlyOutput } from '../../debug/earlyOutput.ts';
import { ObservedProcess } from './observedProcess.ts';
import { ProgramPauses } from './programPauses.ts';
import type {
  AdapterReport,
  ProgramEffect,
  ProgramExit,
  ProgramInput,
  ProgramState,
} from './programState.ts';
import { isEnding, isPresent, isStarting, nextProgram } from './programTable.ts';
import { ProgramWaits } from './programWaits.ts';

/** How long to wait for output after the end, in milliseconds. */
const outputTimeout = 3_000;
/** The output is complete after a pause of this length, in milliseconds. */
const quietTime = 50;

export interface ReportedProgramOptions {
  readonly debugType: string;
  /** Whether a `sys.exit` of a Python program ends it even if the debugger stops at it. */
  readonly exitsThroughStops: boolean;
  readonly options: ProgramOptions;
  readonly events: Pick<ProgramEvents, 'started' | 'output'>;
  /** Finds the pid if the adapter does not report it. */
  readonly findProcess: () => Promise<number | undefined>;
  /** Continues the paused program. */
  readonly resume: (threadId: number) => void;
  /** Asks the adapter to end its debug session. */
  readonly endSession: () => void;
  /** The program could not be started. `output` is the output until then. */
  readonly refused: (message: string, output: string) => void;
  /** The program has ended and its output was reported. */
  readonly ended: (exitCode: number | undefined) => void;
}

/**
 * A program that its debug adapter reports. A table (`programTable.ts`) decides when it has started and
 * ended, and the program carries out its actions.
 */
export class ReportedProgram implements Disposable {
  readonly #options: ReportedProgramOptions;
  readonly #early: EarlyOutput;
  readonly #pauses: ProgramPauses;
  readonly #waits: ProgramWaits;
  #state: ProgramState = { phase: 'preparing' };
  #process: ObservedProcess | undefined;
  #finding: Promise<void> = Promise.resolve();
  #outputs = 0;

  constructor(options: ReportedProgramOptions) {
    this.#options = options;
    this.#early = new EarlyOutput((stream, text) => void this.wrote(stream, Buffer.from(text)));
    this.#pauses = new ProgramPauses({ ...options, isEnding: () => isEnding(this.#state) });
    this.#waits = new ProgramWaits({
      clock: options.options.clock,
      cleanUp: async () => this.#process?.end(options.options.grace),
      over: (wait) => this.#take({ kind: 'waited', wait }),
    });
  }

  get isOver(): boolean {
    return this.#state.phase === 'over';
  }

  /** Called before the editor starts the debug session. Returns false if the program was stopped before. */
  open(): boolean {
    this.#take({ kind: 'open' });
    return !this.isOver;
  }

  /** Handles a report about the adapter with this number. */
  report(adapter: number, report: AdapterReport): void {
    this.#take({ ...report, adapter });
  }

  /** Handles a fact in the messages of the adapter with this number. */
  accept(adapter: number, fact: AdapterFact): void {
    switch (fact.kind) {
      case 'output':
        if (isPresent(this.#state, adapter)) {
          this.#early.write(fact.stream, this.#withLineFeeds(fact));
        }
        return;
      case 'paused':
        return isPresent(this.#state, adapter) ? this.#pauses.paused(fact) : undefined;
      case 'resumed':
        return isPresent(this.#state, adapter) ? this.#pauses.resumed() : undefined;
      default:
        return this.report(adapter, fact);
    }
  }

  /** Handles output that the adapter doesn't report. */
  wrote(stream: OutputStream, chunk: Uint8Array): Promise<void> | void {
    if (this.isOver) return;
    if (isStarting(this.#state)) this.#take({ kind: 'written' });
    this.#outputs++;
    return this.#options.events.output(stream, chunk);
  }

  /** Whether a pause of the program, or of a child process, is skipped because the program is to end. */
  passes(pause: Pause): boolean {
    return this.#pauses.passes(pause);
  }

  /** Asks the program to end, and kills it after the grace period. */
  stop(): void {
    this.#take({ kind: 'stop' });
  }

  dispose(): void {
    this.#take({ kind: 'dispose' });
  }

  #take(input: ProgramInput): void {
    const [state, ...effects] = nextProgram(this.#state, input);
    this.#state = state;
    this.#waits.follow(state);
    if (state.phase === 'over') this.#process?.dispose();
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: ProgramEffect): void {
    switch (effect.do) {
      case 'report start':
        return this.#begin(effect.pid);
      case 'hold output':
        return this.#early.hold();
      case 'release output':
        return this.#early.release();
      case 'collect output':
        return void this.#collect();
      case 'find process':
        return void this.#find();
      case 'search':
        return void this.#find().then(() => this.#take({ kind: 'searched' }));
      case 'forget process':
        return this.#forget();
      case 'ask to end':
        return void this.#finding.then(() => this.#askToEnd());
      case 'kill late':
        return void this.#killLate();
      case 'kill':
        return void this.#kill();
      case 'end session':
        return this.#options.endSession();
      case 'fail':
        return this.#options.refused(effect.message, this.#early.text);
      case 'finish':
        return this.#options.ended(this.#exitCode(effect.exit));
    }
  }

  #begin(pid: number | undefined): void {
    const { events, options } = this.#options;
    if (pid !== undefined) {
      const gone = (): void => this.#take({ kind: 'gone' });
      this.#process = new ObservedProcess(pid, { ...options, gone });
    }
    events.started(pid);
  }

  #forget(): void {
    this.#process?.dispose();
    this.#process = undefined;
    this.#pauses.reset();
  }

  #find(): Promise<void> {
    this.#finding = this.#finding.then(async () => {
      if (!isStarting(this.#state)) return;
      const pid = await this.#options.findProcess();
      if (pid !== undefined) this.#take({ kind: 'found', pid });
    });
    return this.#finding;
  }

  /** Sends the program a signal to exit, which debuggers don't do. A paused program is continued to receive it. */
  async #askToEnd(): Promise<void> {
    if (this.isOver) return;
    if (this.#process === undefined || process.platform === 'win32') {
      return this.#options.endSession();
    }
    this.#pauses.lastSignal = constants.signals.SIGTERM;
    await this.#process.terminate(this.#options.options.grace);
    // Continued only now: before its signal is sent, a paused program could end by itself.
    this.#pauses.resume();
  }

  /** An adapter that doesn't stop the program in time has lost it. */
  async #killLate(): Promise<void> {
    const { clock, grace } = this.#options.options;
    if (!(await pollUntil(clock, grace, () => this.isOver))) this.#take({ kind: 'overdue' });
  }

  /** Kills the program with all processes that it has started. */
  async #kill(): Promise<void> {
    this.#pauses.lastSignal = constants.signals.SIGKILL;
    await this.#process?.kill();
    this.#take({ kind: 'killed' });
  }

  /** Removes the carriage returns of a native debugger's terminal. */
  #withLineFeeds({ text }: { readonly text: string }): string {
    const { debugType } = this.#options;
    const isTerminal = debugType === 'lldb' || debugType === 'cppdbg';
    return isTerminal ? text.replaceAll('\r\n', '\n') : text;
  }

  async #collect(): Promise<void> {
    await this.#finding;
    // The adapter may have detached.
    await this.#process?.end(this.#options.options.grace);
    await this.#quiet();
    this.#take({ kind: 'quiet' });
    this.#take({ kind: 'delivered' });
  }

  /** Waits for the last output, which may arrive later than the end. */
  async #quiet(): Promise<void> {
    const { clock } = this.#options.options;
    const isQuiet = async (): Promise<boolean> => {
      const outputs = this.#outputs;
      await new Promise<void>((resolve) => clock.after(quietTime, resolve));
      return this.#outputs === outputs;
    };
    await pollUntil(clock, () => outputTimeout, isQuiet);
  }

  #exitCode(exit: ProgramExit | undefined): number | undefined {
    if (exit?.code === undefined) return undefined;
    return adapterExitCode(this.#options.debugType, exit.code, this.#pauses.lastSignal);
  }
}
