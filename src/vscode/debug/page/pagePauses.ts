import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { readAdapterMessage } from '../adapter/adapterMessages.ts';

/** The requests of the Debug Adapter Protocol for commands on a paused page. */
const requests = {
  continue: 'continue',
  stepOver: 'next',
  stepInto: 'stepIn',
  stepOut: 'stepOut',
} as const;

export type PauseCommand = keyof typeof requests;

/** How long a page must have run to be no longer paused, in milliseconds, so that steps are one pause. */
const stepTime = 200;
/** How long a debugger may take to identify the paused document, in milliseconds. */
const answerTimeout = 1_000;

/** A script whose value identifies a document or worker. */
export const documentScript = 'performance.timeOrigin';

const evaluatedSchema = z.object({ result: z.string() });

/** The pause of a page's debug session. */
interface PagePause {
  readonly session: vscode.DebugSession;
  readonly threadId: number | undefined;
  /** As the debugger describes it. */
  readonly reason: string;
  /** The value of {@link documentScript} as text; `undefined` if the debugger does not tell it. */
  readonly document: string | undefined;
}

/** Which pages of a launch are paused, according to the debug sessions that js-debug starts for them. */
export class PagePauses implements Disposable {
  readonly #clock: Clock;
  readonly #pauses = new Map<vscode.DebugSession, PagePause>();
  /** The ends of pauses that may be steps, by session. */
  readonly #steps = new Map<vscode.DebugSession, Disposable>();
  readonly #changed = new Emitter<void>();

  /** Fires when a page was paused or has continued. */
  readonly changed: Event<void> = this.#changed.event;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    return this.#pauses.size === 0;
  }

  /** Returns why a document is paused; `undefined` if it isn't. */
  reason(document: string | undefined): string | undefined {
    return this.#find(document)?.reason;
  }

  /** Continues or steps a paused document. */
  run(document: string | undefined, command: PauseCommand): void {
    const { session, threadId } = this.#find(document) ?? {};
    if (threadId === undefined) return;
    // It may have ended or continued already.
    session?.customRequest(requests[command], { threadId }).then(undefined, () => undefined);
  }

  /** Hears a message of the adapter of a page's session. */
  hear(session: vscode.DebugSession, message: DebugProtocol.ProtocolMessage): void {
    const fact = readAdapterMessage(message, session.type);
    if (fact?.kind === 'resumed') this.#resumed(session);
    if (fact?.kind !== 'paused') return;
    this.#endStep(session);
    void this.#paused(session, fact);
  }

  /** Forgets the session of a page, which continues without it. */
  end(session: vscode.DebugSession): void {
    this.#endStep(session);
    if (this.#pauses.delete(session)) this.#changed.fire();
  }

  dispose(): void {
    for (const timer of this.#steps.values()) timer.dispose();
    this.#steps.clear();
    this.#pauses.clear();
  }

  /** A pause without a known document may be that of any. */
  #find(document: string | undefined): PagePause | undefined {
    const all = [...this.#pauses.values()];
    return all.find((pause) => (pause.document ?? document) === document);
  }

  async #paused(
    session: vscode.DebugSession,
    { reason, threadId }: Pick<PagePause, 'reason' | 'threadId'>,
  ): Promise<void> {
    const known = this.#pauses.get(session)?.document;
    const pause = { session, threadId, reason, document: known };
    this.#pauses.set(session, pause);
    const document = await this.#readDocument(session);
    // It may have continued.
    if (this.#pauses.get(session) !== pause) return;
    this.#pauses.set(session, { ...pause, document });
    this.#changed.fire();
  }

  async #readDocument(session: vscode.DebugSession): Promise<string | undefined> {
    // Without a frame, so that it is JavaScript also where C# is paused.
    const asked = session.customRequest('evaluate', {
      expression: documentScript,
      context: 'watch',
    });
    const answer = Promise.resolve(asked).catch(() => undefined);
    const evaluated = await withTimeout(this.#clock, answerTimeout, answer, undefined);
    return evaluatedSchema.safeParse(evaluated).data?.result;
  }

  #resumed(session: vscode.DebugSession): void {
    if (!this.#pauses.has(session) || this.#steps.has(session)) return;
    this.#steps.set(
      session,
      this.#clock.after(stepTime, () => this.end(session)),
    );
  }

  #endStep(session: vscode.DebugSession): void {
    this.#steps.get(session)?.dispose();
    this.#steps.delete(session);
  }
}
