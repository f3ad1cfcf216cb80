import { constants } from 'node:os';
import { pollUntil } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { adapterExitCode } from '../../launch/adapterExitCode.ts';
import type { ProgramEvents, ProgramOptions } from '../../processes/program/program.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { AdapterFact, Pause } from '../debug/adapter/adapterMessages.ts';
import { EarlyOutput } from '../debug/earlyOutput.ts';
import { ObservedProcess } from './observedProcess.ts';
import { ProgramPauses } from './programPauses.ts';
import { ReportedEnd } from './reportedEnd.ts';

/** How long to wait for output after the end, in milliseconds. */
const outputTimeout = 3_000;
/** The output is complete after a pause of this length, in milliseconds. */
const quietTime = 50;

export interface ReportedProgramParts {
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
 * A program that its debug adapter reports. It has ended when the adapter reports it or its process has
 * exited, even if other processes hold the pipes or the editor is late.
 */
export class ReportedProgram implements Disposable {
  readonly #parts: ReportedProgramParts;
  readonly #early: EarlyOutput;
  readonly #pauses: ProgramPauses;
  readonly #ending: ReportedEnd;
  #state: 'unknown' | 'launched' | 'told' = 'unknown';
  #process: ObservedProcess | undefined;
  #finding: Promise<void> = Promise.resolve();
  #isStopping = false;
  #isEnding = false;
  #isOver = false;
  #outputs = 0;

  constructor(parts: ReportedProgramParts) {
    this.#parts = parts;
    this.#early = new EarlyOutput((stream, text) => void this.wrote(stream, Buffer.from(text)));
    this.#pauses = new ProgramPauses(parts);
    this.#ending = new ReportedEnd({
      clock: parts.options.clock,
      endLeftovers: async () => this.#process?.end(parts.options.grace),
      endSession: parts.endSession,
      over: () => void this.#end(),
    });
  }

  /** Handles a fact that the adapter has reported. */
  accept(fact: AdapterFact): void {
    if (this.#isOver) return;
    switch (fact.kind) {
      case 'initialized':
        return void this.#find();
      case 'launched':
        return this.#onLaunched();
      case 'refused':
        return this.#parts.refused(fact.message, this.#early.text);
      case 'process':
        return this.#began(fact.pid);
      case 'output':
        return this.#early.write(fact.stream, this.#withLineFeeds(fact));
      case 'paused':
        return this.#pauses.paused(fact);
      case 'resumed':
        return this.#pauses.resumed();
      case 'exited':
        return this.#ending.exited(fact.exitCode);
      case 'terminated':
        return this.#ending.terminated();
      case 'disconnected':
        return this.released();
      case 'restarted':
        return;
    }
  }

  /** Handles output that the adapter doesn't report. */
  wrote(stream: OutputStream, chunk: Uint8Array): Promise<void> | void {
    if (this.#isOver) return;
    this.#tell();
    this.#outputs++;
    return this.#parts.events.output(stream, chunk);
  }

  /** The adapter has answered the last request or ended. */
  released(): void {
    if (this.#ending.isReplaced || this.#isOver) return;
    if (this.#state !== 'unknown' || this.#isStopping) return void this.#end();
    this.#parts.refused('its adapter has ended', this.#early.text);
  }

  /** The end is followed by another process, until {@link expectAnother} or {@link replaced}. */
  awaitReplacement(isAwaited: boolean): void {
    this.#ending.awaitReplacement(isAwaited);
  }

  /** Another adapter launches the program again. */
  expectAnother(): void {
    this.#reset('unknown');
    this.#early.hold();
  }

  /** The adapter has launched the program again. It may never report the new process. */
  replaced(): void {
    if (!this.#ending.isReplaced) return;
    this.#reset('launched');
    void this.#find();
  }

  /** Whether a pause of the program, or of a child process, is skipped because the program is to end. */
  passes(pause: Pause): boolean {
    return this.#pauses.passes(pause);
  }

  /** Sends the program a signal to exit, which debuggers don't do. A paused program is continued to receive it. */
  askToEnd(): void {
    this.#isStopping = true;
    this.#pauses.passAll();
    void this.#finding.then(() => this.#ask());
  }

  /** Kills the program with all processes that it has started, and ends the run, regardless of the adapter. */
  async kill(): Promise<void> {
    this.#pauses.lastSignal = constants.signals.SIGKILL;
    await this.#process?.kill();
    this.#ending.killed();
  }

  dispose(): void {
    this.#isOver = true;
    this.#ending.dispose();
    this.#process?.dispose();
  }

  async #ask(): Promise<void> {
    if (this.#process === undefined || process.platform === 'win32') {
      return this.#parts.endSession();
    }
    this.#pauses.lastSignal = constants.signals.SIGTERM;
    const asked = this.#process.terminate(this.#parts.options.grace);
    // A paused program would not receive the signal.
    this.#pauses.resume();
    await asked;
  }

  #reset(state: 'unknown' | 'launched' | 'told'): void {
    this.#process?.dispose();
    this.#process = undefined;
    this.#state = state;
    this.#pauses.reset();
    this.#ending.reset();
  }

  #onLaunched(): void {
    if (this.#state === 'unknown') this.#state = 'launched';
    void this.#find().then(() => this.#state !== 'unknown' && this.#early.release());
  }

  #find(): Promise<void> {
    this.#finding = this.#finding.then(async () => {
      if (this.#state === 'told') return;
      const pid = await this.#parts.findProcess();
      if (pid !== undefined && this.#process === undefined && !this.#isOver) this.#began(pid);
    });
    return this.#finding;
  }

  #began(pid: number | undefined): void {
    const isKnown = pid === undefined || pid === this.#process?.pid;
    if (this.#state === 'told' && isKnown && !this.#ending.isReplaced) return;
    if (this.#state === 'told') this.#reset('told');
    this.#state = 'told';
    this.#ending.awaitReplacement(false);
    if (pid !== undefined) {
      const { clock, watchdog } = this.#parts.options;
      const gone = (): void => this.#ending.gone();
      this.#process = new ObservedProcess(pid, { clock, watchdog, gone });
    }
    this.#parts.events.started(pid);
    this.#early.release();
    if (this.#isStopping) this.askToEnd();
  }

  /** Reports the start even if the adapter has not reported the process. */
  #tell(): void {
    if (this.#state !== 'told') this.#began(undefined);
  }

  /** Removes the carriage returns of a native debugger's terminal. */
  #withLineFeeds({ text }: { readonly text: string }): string {
    const { debugType } = this.#parts;
    const isTerminal = debugType === 'lldb' || debugType === 'cppdbg';
    return isTerminal ? text.replaceAll('\r\n', '\n') : text;
  }

  async #end(): Promise<void> {
    if (this.#isEnding || this.#isOver) return;
    this.#isEnding = true;
    this.#ending.cancel();
    await this.#finding;
    // The adapter may have detached.
    await this.#process?.end(this.#parts.options.grace);
    await this.#quiet();
    if (this.#isOver) return;
    if (this.#state === 'launched' || this.#ending.hasExited) this.#tell();
    this.#early.release();
    this.dispose();
    this.#parts.ended(this.#exitCode());
  }

  /** Waits for the last output, which may arrive later than the end. */
  async #quiet(): Promise<void> {
    const { clock } = this.#parts.options;
    const isQuiet = async (): Promise<boolean> => {
      const outputs = this.#outputs;
      await new Promise<void>((resolve) => clock.after(quietTime, resolve));
      return this.#outputs === outputs;
    };
    await pollUntil(clock, () => outputTimeout, isQuiet);
  }

  #exitCode(): number | undefined {
    const { exitCode } = this.#ending;
    if (exitCode === undefined) return undefined;
    return adapterExitCode(this.#parts.debugType, exitCode, this.#pauses.lastSignal);
  }
}
