import { deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import type { Sessions } from '../sessions.ts';
import { isTerminal } from '../stateTable.ts';
import type { HeldOutput } from './logFiles.ts';
import { allLost, type Reading } from './logSegments.ts';

/** The output of one session from its start to its end, which is kept until this is disposed of. */
export class SessionOutput implements Disposable {
  readonly #sessions: Sessions;
  readonly #resources = new DisposableStore();
  #session: IdeSession;
  #isRemoved: boolean;
  #output: HeldOutput | undefined;
  #news = deferred();

  constructor(sessions: Sessions, session: IdeSession) {
    this.#sessions = sessions;
    const { name, uid } = session.metadata;
    const current = sessions.get(name);
    this.#isRemoved = current?.metadata.uid !== uid;
    this.#session = this.#isRemoved ? session : (current ?? session);
    this.#resources.add(
      sessions.changes((change) => {
        if (change.session.metadata.uid !== uid) return;
        this.#session = change.session;
        this.#isRemoved = change.type === 'removed';
        this.wake();
      }),
    );
    this.#resources.add(
      sessions.reports((report) => {
        if (report.name === name) this.wake();
      }),
    );
  }

  /** Resolves when the session may have written output or changed its state. */
  get news(): Promise<void> {
    return this.#news.promise;
  }

  /** The session as it is, or as it was when it was removed. */
  get session(): IdeSession {
    return this.#session;
  }

  /** Whether the session has ended. What it has written is complete then. */
  get isOver(): boolean {
    const { spec, status } = this.#session;
    const isNeverStarted = status.state === '' && spec.desiredState === 'Stopped';
    return this.#isRemoved || isNeverStarted || isTerminal(status.state);
  }

  /** Resolves {@link news}. */
  wake(): void {
    this.#news.resolve();
    this.#news = deferred();
  }

  /** How much was written, in bytes. */
  size(stream: OutputStream): number {
    return this.#held()?.size(stream) ?? 0;
  }

  /** When the byte at an offset was written, in milliseconds; `undefined` if it is unknown. */
  writtenAt(stream: OutputStream, offset: number): number | undefined {
    return this.#output?.writtenAt(stream, offset);
  }

  /** Reads at most `length` bytes at offset `start`. */
  async read(stream: OutputStream, start: number, length: number): Promise<Reading> {
    return this.#held()?.read(stream, start, length) ?? allLost;
  }

  dispose(): void {
    this.#resources.dispose();
    this.#output?.dispose();
    this.#output = undefined;
  }

  /** Holds the output as soon as there is any. */
  #held(): HeldOutput | undefined {
    const { metadata, status } = this.#session;
    if (this.#output === undefined && !this.#isRemoved && status.stdOutFile !== undefined) {
      this.#output = this.#sessions.holdOutput(metadata.name);
    }
    return this.#output;
  }
}
