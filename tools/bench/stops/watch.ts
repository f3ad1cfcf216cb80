import * as vscode from 'vscode';
import { deferred } from '../../../src/common/deferred.ts';
import { readPhases } from '../firstStop/phases.ts';

/** A position at which a page has stopped. */
export interface Stop {
  readonly session: vscode.DebugSession;
  readonly threadId: number;
}

interface EventMessage {
  readonly event?: string;
  readonly body?: { readonly threadId?: number; readonly output?: string };
}

/** Records stops, and the end of all debug sessions that have started since. */
export class Watch {
  /** The phases of the start according to the console, in milliseconds. */
  readonly phases: Record<string, number> = {};
  readonly #stops: Stop[] = [];
  readonly #running = new Set<vscode.DebugSession>();
  readonly #first = deferred();
  readonly #resources: vscode.Disposable;
  #stopped = deferred();
  #continued = deferred();
  #ended = deferred();

  constructor() {
    this.#resources = vscode.Disposable.from(
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => {
          this.#running.add(session);
          return { onDidSendMessage: (message: EventMessage) => this.#hear(session, message) };
        },
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        this.#running.delete(session);
        if (this.#running.size === 0) this.#ended.resolve();
      }),
    );
  }

  /** Resolves at the first stop. */
  get hasStopped(): Promise<void> {
    return this.#first.promise;
  }

  /** The next unread stop. */
  async stop(): Promise<Stop> {
    for (;;) {
      const next = this.#stops.shift();
      if (next !== undefined) return next;
      await this.#stopped.promise;
    }
  }

  /** Resolves when the page resumes from now on. */
  goesOn(): Promise<void> {
    this.#continued = deferred();
    return this.#continued.promise;
  }

  async over(): Promise<void> {
    if (this.#running.size > 0) await this.#ended.promise;
    this.#resources.dispose();
  }

  #hear(session: vscode.DebugSession, { body, event }: EventMessage): void {
    Object.assign(this.phases, readPhases(body?.output ?? ''));
    if (event === 'continued') this.#continued.resolve();
    if (event !== 'stopped' || body?.threadId === undefined) return;
    this.#stops.push({ session, threadId: body.threadId });
    this.#first.resolve();
    this.#stopped.resolve();
    this.#stopped = deferred();
  }
}
