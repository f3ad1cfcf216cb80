import type { Clock } from '../common/clock.ts';
import type { HumanError } from '../common/humanError.ts';
import { toTimestamp } from '../protocol/ideSession.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import { toText, WholeLines } from '../common/wholeLines.ts';
import type { SessionLog } from './logs/logFiles.ts';
import type { OutputStream } from '../common/outputStream.ts';
import { sessionErrors } from './errors.ts';
import type { RunInputs } from './inputs/runInputs.ts';
import type { Recreation, Run, RunActivity, RunEvents } from './runner.ts';
import type { RunFacts } from './steps.ts';
import { OutputLines } from './logs/outputLines.ts';

/** A report of a run besides its facts. */
export type Report = OutputReport | MessageReport;

export interface MessageReport {
  readonly kind: 'message';
  readonly level: 'info' | 'debug';
  readonly text: string;
}

/**
 * Lines of UTF-8 that begin at offset `start` of their stream. The last one has no line end if the program
 * has not written it yet; a line end that follows later is not reported.
 */
export interface OutputReport {
  readonly kind: 'output';
  readonly stream: OutputStream;
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** A request to attach or detach the debugger of a run. */
export type DebuggerChange = 'attachDebugger' | 'detachDebugger';

/** The listener of a {@link SessionRun}. */
export interface SessionRunListener {
  /** The start has freed its slot of the queue. */
  waiting(): void;
  /** The facts have changed. */
  changed(): void;
  /** Whether the program is debugged has changed. */
  debugging(): void;
  /** The program is being restarted. */
  replacing(): void;
  /** The progress of a recreation. */
  recreation(progress: Recreation): void;
  /** The files that decided the present launch are others, or the run has ended. */
  inputs(inputs: RunInputs | undefined): void;
  report(report: Report): void;
}

/** The run of a session. Collects the facts that its runner reports and splits its output into whole lines. */
export class SessionRun implements RunEvents {
  readonly #clock: Clock;
  readonly #log: SessionLog;
  readonly #listener: SessionRunListener;
  readonly #lines: Readonly<Record<OutputStream, OutputLines>>;
  /** Output of a build while the program runs. */
  readonly #notes = new WholeLines();
  #facts: RunFacts = { phase: 'starting', stopRequested: false };
  #run: Run | undefined;
  #isDebugged = false;
  #isRecreating = false;

  constructor(clock: Clock, log: SessionLog, listener: SessionRunListener) {
    this.#clock = clock;
    this.#log = log;
    this.#listener = listener;
    this.#lines = { stdout: this.#getLines('stdout'), stderr: this.#getLines('stderr') };
  }

  get facts(): RunFacts {
    return this.#facts;
  }

  get isDebugged(): boolean {
    return this.#isDebugged && !this.isOver;
  }

  get isOver(): boolean {
    return this.#facts.phase === 'ended' || this.#facts.phase === 'failed';
  }

  /** Begins the run. `begin` may report before it returns. */
  begin(begin: (events: RunEvents) => Run): void {
    const run = begin(this);
    if (!this.isOver) this.#run = run;
  }

  waiting(): void {
    this.#listener.waiting();
  }

  /** Records the request to stop. {@link stop} passes it to the runner. */
  requestStop(): void {
    this.#facts = { ...this.#facts, stopRequested: true };
  }

  async stop(): Promise<void> {
    if (!this.isOver) await this.#run?.stop();
  }

  /** Does nothing if the runner can't restart. */
  restart(mode?: RunMode): void {
    if (!this.isOver && !this.#facts.stopRequested) this.#run?.restart?.(mode);
  }

  /** Returns what is under way instead, if something is. A runner that can't recreate restarts. */
  recreate(): RunActivity | undefined {
    if (this.isOver || this.#facts.stopRequested) return 'ending';
    if (this.#facts.phase !== 'running') return 'launching';
    if (this.#run?.recreate !== undefined) return this.#run.recreate();
    this.#run?.restart?.();
    return undefined;
  }

  /** Does nothing if the runner has no debuggers. */
  changeDebugger(change: DebuggerChange): void {
    if (!this.isOver && !this.#facts.stopRequested) this.#run?.[change]?.();
  }

  started(pid: number | undefined): void {
    if (this.isOver) return;
    this.#flush();
    const startupTimestamp = this.#nextTimestamp();
    this.#facts = { ...this.#facts, phase: 'running', process: { pid, startupTimestamp } };
    this.#listener.changed();
  }

  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined {
    if (this.isOver) return undefined;
    const written = this.#log.write(stream, chunk);
    this.#lines[stream].push(chunk);
    if (written !== undefined) this.#lines[stream].hold(written);
    return written;
  }

  message(level: 'info' | 'debug', text: string): void {
    if (this.isOver || text === '') return;
    this.#listener.report({ kind: 'message', level, text });
  }

  debugging(isDebugged: boolean): void {
    this.#isDebugged = isDebugged;
    if (!this.isOver) this.#listener.debugging();
  }

  replacing(): void {
    if (!this.isOver) this.#listener.replacing();
  }

  note(text: string): void {
    if (this.isOver) return;
    for (const lines of this.#notes.push(Buffer.from(text))) this.#writeLine(toText(lines));
  }

  /** What was noted is in the log before the progress is reported. */
  recreation(progress: Recreation): void {
    if (this.isOver) return;
    const rest = this.#notes.flush();
    if (rest.length > 0) this.#writeLine(toText(rest));
    if (progress.kind === 'failed') {
      const { message } = progress.error;
      this.#writeLine(message);
      this.message('info', message);
    }
    this.#flush();
    this.#isRecreating = progress.kind === 'preparing' || progress.kind === 'launching';
    this.#listener.recreation(progress);
  }

  inputs(inputs: RunInputs | undefined): void {
    if (!this.isOver) this.#listener.inputs(inputs);
  }

  ended(exitCode: number | undefined): void {
    this.#end({ phase: 'ended', exitCode, endedAt: this.#clock.now() });
  }

  /** The reason is also written to stderr, since messages can be missed. */
  failed(error: HumanError): void {
    if (!this.#facts.stopRequested) this.#writeLine(error.message);
    this.#end({ phase: 'failed', error, endedAt: this.#clock.now() });
  }

  /** Reports after the end are dropped here and in the guards above. */
  #end(end: EndFacts): void {
    if (this.isOver) return;
    if (this.#isRecreating) {
      this.#listener.recreation({ kind: 'failed', error: sessionErrors.RecreationInterrupted() });
    }
    this.#listener.inputs(undefined);
    this.#flush();
    this.#log.end();
    const { stopRequested, process } = this.#facts;
    this.#facts = { ...end, stopRequested, ...(process && { process }) };
    // It has the variables of the session.
    this.#run = undefined;
    this.#listener.changed();
  }

  /** Writes a line to stderr, below the output of the program. */
  #writeLine(text: string): void {
    const lineEnd = this.#lines.stderr.isWithinLine ? '\n' : '';
    void this.output('stderr', Buffer.from(`${lineEnd}${text.trimEnd()}\n`));
  }

  #flush(): void {
    this.#lines.stdout.flush();
    this.#lines.stderr.flush();
  }

  #getLines(stream: OutputStream): OutputLines {
    return new OutputLines(this.#clock, (start, bytes) =>
      this.#listener.report({ kind: 'output', stream, start, bytes }),
    );
  }

  /** Later than the timestamp of the previous process, even within one clock tick. */
  #nextTimestamp(): string {
    const now = toTimestamp(this.#clock.now());
    const last = this.#facts.process?.startupTimestamp;
    if (last === undefined || last < now) return now;
    const microseconds = String(Number(last.slice(-7, -1)) + 1).padStart(6, '0');
    return `${last.slice(0, -7)}${microseconds}Z`;
  }
}

type EndFacts =
  | { phase: 'ended'; endedAt: Date; exitCode: number | undefined }
  | { phase: 'failed'; endedAt: Date; error: HumanError };
