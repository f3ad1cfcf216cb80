import { onAbort } from '../../common/abort.ts';
import { decodeEnd } from '../../common/decodeEnd.ts';
import { deferred } from '../../common/deferred.ts';
import { DisposableStore } from '../../common/disposable.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { toMetadata } from '../../api/resource/toObject.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { getMode } from '../../protocol/launchConfigurations.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { toolErrors } from './errors.ts';
import { type SessionSummary, summarize } from './sessionSummary.ts';
import type { OutputEnd, ToolHost } from './toolHost.ts';

/** The part of a tool host that needs only the sessions of this process. */
export class LocalSessions implements Omit<ToolHost, 'start' | 'explainBreakpoints'> {
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  async list(): Promise<readonly SessionSummary[]> {
    return this.#sessions.list().map(toSummary);
  }

  /** Returns a session. Throws a HumanError if it doesn't exist. */
  get(name: string): SessionSummary {
    const session = this.#sessions.get(name);
    if (session === undefined) throw toolErrors.ToolSessionUnknown({ session: name });
    return toSummary(session);
  }

  async stop(name: string): Promise<void> {
    this.#sessions.stop(name);
  }

  async restart(name: string): Promise<void> {
    if (this.get(name).state === 'NotStarted') this.#sessions.start(name);
    else this.#sessions.restart(name);
  }

  async until(
    name: string,
    condition: (session: SessionSummary) => boolean,
    signal: AbortSignal,
  ): Promise<SessionSummary> {
    const present = this.get(name);
    if (condition(present)) return present;
    const reached = deferred<SessionSummary>();
    const watches = new DisposableStore();
    watches.add(
      this.#sessions.changes(({ session, type }) => {
        if (session.metadata.name !== name) return;
        const summary = toSummary(session);
        if (type === 'removed' || condition(summary)) reached.resolve(summary);
      }),
    );
    watches.add(onAbort(signal, () => reached.reject(signal.reason as Error)));
    try {
      return await reached.promise;
    } finally {
      watches.dispose();
    }
  }

  async readOutput(name: string, stream: OutputStream, bytes: number): Promise<OutputEnd> {
    const output = this.#sessions.holdOutput(name);
    try {
      const size = output.size(stream);
      const chunks: Uint8Array[] = [];
      let isCut = size > bytes;
      for (let offset = Math.max(0, size - bytes); offset < size;) {
        const reading = await output.read(stream, offset, size - offset);
        if (reading.kind === 'lost') {
          isCut = true;
          offset = reading.until;
          continue;
        }
        chunks.push(reading.bytes);
        offset += reading.bytes.length;
      }
      return { text: decodeEnd(Buffer.concat(chunks)), isCut };
    } finally {
      output.dispose();
    }
  }
}

/** Summarizes a session of this process. */
export function toSummary(session: IdeSession): SessionSummary {
  const { spec, status } = session;
  return summarize(
    { metadata: toMetadata(session), spec, status },
    getMode(spec.launchConfiguration),
  );
}
