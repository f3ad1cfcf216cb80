import type { HumanError } from '../../common/humanError.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { RunInputs } from '../../sessions/inputs/runInputs.ts';
import type { Recreation, RunEvents } from '../../sessions/runner.ts';
import { ByteCount } from '../byteCount.ts';
import { toListedCode } from '../errorCode.ts';
import type { RecordOf, TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

type Session = RecordOf<'run'>['session'];

/** Records the reports of a run. Each is caused by the last call of the run. */
export class TracedEvents implements RunEvents {
  readonly #recorder: TraceRecorder;
  readonly #session: Session;
  readonly #events: RunEvents;
  readonly #counts: Readonly<Record<OutputStream, ByteCount>>;
  #cause: number | undefined;

  constructor(recorder: TraceRecorder, session: Session, events: RunEvents) {
    this.#recorder = recorder;
    this.#session = session;
    this.#events = events;
    this.#counts = { stdout: this.#count('stdout'), stderr: this.#count('stderr') };
    this.asked();
  }

  /** What runs at present is the cause of the reports that follow. */
  asked(): void {
    this.#cause = this.#recorder.currentCause();
  }

  waiting(): void {
    this.#report({ kind: 'waiting', session: this.#session }, () => this.#events.waiting());
  }

  started(pid: number | undefined): void {
    this.#report(
      { kind: 'started', session: this.#session, ...(pid !== undefined && { pid }) },
      () => this.#events.started(pid),
    );
  }

  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined {
    this.#counts[stream].add(chunk.length, this.#cause);
    return this.#events.output(stream, chunk);
  }

  message(level: 'info' | 'debug', text: string): void {
    this.#report({ kind: 'message', session: this.#session, level, length: text.length }, () =>
      this.#events.message(level, text),
    );
  }

  debugging(isDebugged: boolean): void {
    this.#report({ kind: 'debugging', session: this.#session, isDebugged }, () =>
      this.#events.debugging?.(isDebugged),
    );
  }

  /** Not recorded, since what requested the restart is. */
  replacing(): void {
    this.#events.replacing?.();
  }

  inputs(inputs: RunInputs | undefined): void {
    const counts = inputs && { files: inputs.files.length, folders: inputs.folders.length };
    this.#report({ kind: 'inputs', session: this.#session, ...counts }, () =>
      this.#events.inputs?.(inputs),
    );
  }

  note(text: string): void {
    this.#report({ kind: 'note', session: this.#session, length: text.length }, () =>
      this.#events.note?.(text),
    );
  }

  recreation(progress: Recreation): void {
    const error = progress.kind === 'failed' ? toListedCode(progress.error.code) : undefined;
    this.#report(
      {
        kind: 'recreation',
        session: this.#session,
        progress: progress.kind,
        ...(error !== undefined && { error }),
      },
      () => this.#events.recreation?.(progress),
    );
  }

  ended(exitCode: number | undefined): void {
    this.#report(
      { kind: 'ended', session: this.#session, ...(exitCode !== undefined && { exitCode }) },
      () => this.#events.ended(exitCode),
    );
  }

  failed(error: HumanError): void {
    this.#report({ kind: 'failed', session: this.#session, error: toListedCode(error.code) }, () =>
      this.#events.failed(error),
    );
  }

  #report(facts: TraceFacts, act: () => void): void {
    this.#recorder.causing(facts, act, this.#cause);
  }

  #count(stream: OutputStream): ByteCount {
    return new ByteCount(this.#recorder, () => ({
      kind: 'output',
      session: this.#session,
      stream,
    }));
  }
}
