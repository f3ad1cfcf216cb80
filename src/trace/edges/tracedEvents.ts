import type { HumanError } from '../../common/humanError.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { RunInputs } from '../../sessions/inputs/runInputs.ts';
import type { LaunchStep, Recreation, RunEvents, RunStep } from '../../sessions/runner.ts';
import { OutputCount } from '../byteCount.ts';
import { toListedCode } from '../errorCode.ts';
import type { RecordOf, TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';
import { ReloadCauses } from './reloadCauses.ts';

type Session = RecordOf<'run'>['session'];

/** Records the reports of a run. Each is caused by the last call of the run. */
export class TracedEvents implements RunEvents {
  readonly #recorder: TraceRecorder;
  readonly #session: Session;
  readonly #events: RunEvents;
  /** Of the streams that were written to. */
  readonly #counts: Partial<Record<OutputStream, OutputCount>> = {};
  readonly #reloads: ReloadCauses;
  #cause: number | undefined;

  constructor(recorder: TraceRecorder, session: Session, events: RunEvents) {
    this.#recorder = recorder;
    this.#session = session;
    this.#events = events;
    this.#reloads = new ReloadCauses(recorder);
    this.asked();
  }

  /** What runs at present is the cause of the reports that follow. */
  asked(): void {
    this.#cause = this.#recorder.currentCause();
  }

  /** The request to stop was passed on. */
  accepted(): void {
    this.#recorder.record({ kind: 'accepted', session: this.#session }, this.#cause);
  }

  waiting(): void {
    this.#report({ kind: 'waiting', session: this.#session }, () => this.#events.waiting());
  }

  started(pid: number | undefined): void {
    this.#report({ kind: 'started', session: this.#session, pid }, () => this.#events.started(pid));
  }

  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined {
    const count = (this.#counts[stream] ??= this.#count(stream));
    count.add(chunk, this.#cause);
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

  replacing(): void {
    this.#report({ kind: 'replacing', session: this.#session }, () => this.#events.replacing?.());
  }

  inputs(inputs: RunInputs | undefined): void {
    const counts = inputs && { files: inputs.files.length, folders: inputs.folders.length };
    this.#report({ kind: 'inputs', session: this.#session, ...counts }, () =>
      this.#events.inputs?.(inputs),
    );
  }

  note(text: string): void {
    this.#report({ kind: 'note', session: this.#session, ...measure(text) }, () =>
      this.#events.note?.(text),
    );
  }

  recreation(progress: Recreation): void {
    const failure = progress.kind === 'failed' ? describeFailure(progress.error) : undefined;
    this.#report(
      { kind: 'recreation', session: this.#session, progress: progress.kind, ...failure },
      () => this.#events.recreation?.(progress),
    );
  }

  ended(exitCode: number | undefined): void {
    this.#report({ kind: 'ended', session: this.#session, exitCode }, () =>
      this.#events.ended(exitCode),
    );
  }

  failed(error: HumanError): void {
    this.#report({ kind: 'failed', session: this.#session, ...describeFailure(error) }, () =>
      this.#events.failed(error),
    );
  }

  supervised(step: RunStep | LaunchStep): void {
    const session = this.#session;
    if (step.kind === 'changed') return this.#reloads.changed({ ...step, session });
    if (step.kind === 'reloaded') {
      const cause = this.#reloads.find(step.milliseconds) ?? this.#cause;
      this.#recorder.record({ ...step, session }, cause);
      return;
    }
    if (step.kind === 'page') {
      this.#recorder.record({ ...step, session }, this.#cause);
      return;
    }
    const { launch } = step;
    if (step.kind === 'exited') {
      const { error, exitCode } = step;
      const code = exitCode !== undefined && { exitCode };
      const failure = error && describeFailure(error);
      this.#recorder.record({ kind: 'exited', session, launch, ...code, ...failure }, this.#cause);
      return;
    }
    this.#recorder.record({ ...step, session }, this.#recorder.currentCause() ?? this.#cause);
  }

  #report(facts: TraceFacts, act: () => void): void {
    this.#recorder.causing(facts, act, this.#cause);
  }

  #count(stream: OutputStream): OutputCount {
    const session = this.#session;
    return new OutputCount(this.#recorder, (bytes) => ({
      kind: 'output',
      session,
      stream,
      bytes,
      chunks: 1,
      closes: undefined,
      rest: undefined,
      lasted: undefined,
    }));
  }
}

interface Measure {
  readonly length: number;
  readonly bytes?: number;
}

function describeFailure({ code, message }: HumanError): Measure & { readonly error: string } {
  return { error: toListedCode(code), ...measure(message) };
}

function measure(text: string): Measure {
  const bytes = Buffer.byteLength(text);
  return { length: text.length, ...(bytes !== text.length && { bytes }) };
}
