import * as vscode from 'vscode';
import { deferred } from '../../../../src/common/deferred.ts';
import { systemClock, withTimeout } from '../../../../src/common/clock.ts';
import type { Stop } from '../debugView.ts';

interface AdapterMessage {
  readonly type: string;
  readonly event?: string;
  readonly body?: {
    readonly threadId?: number;
    readonly category?: string;
    readonly output?: string;
  };
}

/** The longest wait in a test, in milliseconds. */
const patience = 180_000;
/** The interval for polling state without events, in milliseconds. */
const lookInterval = 100;

/** Watches the window's debug sessions: our own, and those of pages below them. */
export class AppView implements vscode.Disposable {
  readonly #stops: Stop[] = [];
  readonly #sessions: vscode.DebugSession[] = [];
  readonly #console: string[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #resources: vscode.Disposable[] = [];
  #isDisposed = false;

  constructor() {
    this.track('*', (session) => ({
      onDidSendMessage: (message: AdapterMessage) => this.#onMessage(session, message),
    }));
    this.#resources.push(
      vscode.debug.onDidStartDebugSession((session) => {
        this.#sessions.push(session);
        this.#changed();
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        const index = this.#sessions.indexOf(session);
        // It may have started before this view.
        if (index >= 0) this.#sessions.splice(index, 1);
        this.#changed();
      }),
    );
  }

  /** Tracks the adapters of a debug type until the test ends. */
  track(
    debugType: string,
    createDebugAdapterTracker: (session: vscode.DebugSession) => vscode.DebugAdapterTracker,
  ): void {
    this.#resources.push(
      vscode.debug.registerDebugAdapterTrackerFactory(debugType, { createDebugAdapterTracker }),
    );
  }

  /** The debug console output of our sessions and their pages, without telemetry. */
  get console(): string {
    return this.#console.join('');
  }

  get sessions(): readonly vscode.DebugSession[] {
    return this.#sessions;
  }

  /** The visible sessions of what was started, in the order of their start. */
  get roots(): readonly vscode.DebugSession[] {
    return this.#sessions.filter(({ parentSession }) => parentSession === undefined);
  }

  /** The sessions of pages, in which everything stops. */
  get pages(): readonly vscode.DebugSession[] {
    return this.#sessions.filter(({ parentSession }) => parentSession?.parentSession !== undefined);
  }

  /** The visible session of this name, once it exists. */
  root(name: string): Promise<vscode.DebugSession> {
    return this.until(`the session ${name}`, () => this.roots.find((one) => one.name === name));
  }

  /** The session of a root's page, which is another one after a restart. */
  page(root: vscode.DebugSession, former?: vscode.DebugSession): Promise<vscode.DebugSession> {
    return this.until(`a page of ${root.name}`, () =>
      this.pages.find((page) => page.parentSession?.parentSession === root && page !== former),
    );
  }

  /** The next unread stop of any session, or of this one. */
  stop(session?: vscode.DebugSession): Promise<Stop> {
    return this.until('a stop', () => this.takeStop(session));
  }

  /** A stop that was not asked for yet, of any session or of this one; `undefined` if there is none. */
  takeStop(session?: vscode.DebugSession): Stop | undefined {
    const index = this.#stops.findIndex((one) => session === undefined || one.session === session);
    return index < 0 ? undefined : this.#stops.splice(index, 1)[0];
  }

  /** Resolves when the console shows this text. */
  async says(text: string | RegExp, milliseconds = patience): Promise<void> {
    const look = (): true | undefined => {
      const isSaid =
        typeof text === 'string' ? this.console.includes(text) : text.test(this.console);
      return isSaid ? true : undefined;
    };
    await this.until(`${text} in the console`, look, milliseconds);
  }

  /** Resolves when this session has ended; without one, when none is left. */
  async ended(session?: vscode.DebugSession, milliseconds = patience): Promise<void> {
    const look = (): true | undefined => {
      const isOver =
        session === undefined ? this.#sessions.length === 0 : !this.#sessions.includes(session);
      return isOver ? true : undefined;
    };
    await this.until(`the end of ${session?.name ?? 'all sessions'}`, look, milliseconds);
  }

  /** Clears the recorded output and stops. */
  forget(): void {
    this.#console.length = 0;
    this.#stops.length = 0;
  }

  /** Resolves to the result of `look`, which is called after each event of a session, and regularly. */
  async until<T>(what: string, look: () => T | undefined, milliseconds = patience): Promise<T> {
    const wait = async (): Promise<void> => {
      const next = deferred();
      this.#waiting.add(next.resolve);
      await withTimeout(systemClock, lookInterval, next.promise, undefined);
      this.#waiting.delete(next.resolve);
    };
    return this.#repeat(what, look, wait, milliseconds);
  }

  /**
   * Resolves to the result of `ask`, which is called regularly. Asking a page at each event of its session would
   * keep it busy, since its answer is such an event.
   */
  async untilAnswered<T>(
    what: string,
    ask: () => Promise<T | undefined>,
    milliseconds = patience,
  ): Promise<T> {
    const wait = () => new Promise<void>((resolve) => systemClock.after(lookInterval, resolve));
    return this.#repeat(what, ask, wait, milliseconds);
  }

  async #repeat<T>(
    what: string,
    look: () => T | undefined | Promise<T | undefined>,
    wait: () => Promise<void>,
    milliseconds: number,
  ): Promise<T> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (this.#isDisposed) throw new Error(`The test ended while it waited for ${what}.`);
      if (Date.now() >= end) throw new Error(`Timed out waiting for ${what}.\n${this.#describe()}`);
      await wait();
    }
  }

  /** Also ends the waits of a test that ran into its limit. */
  dispose(): void {
    this.#isDisposed = true;
    vscode.Disposable.from(...this.#resources).dispose();
  }

  #onMessage(session: vscode.DebugSession, { body, event, type }: AdapterMessage): void {
    if (type === 'event' && event === 'stopped' && body?.threadId !== undefined) {
      this.#stops.push({ session, threadId: body.threadId });
    }
    if (event === 'output' && body?.category !== 'telemetry') {
      this.#console.push(body?.output ?? '');
    }
    this.#changed();
  }

  #changed(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  #describe(): string {
    const names = this.#sessions.map(({ name, type }) => `${type} ${name}`).join(', ');
    return `Sessions: ${names || 'none'}. Console:\n${this.console.slice(-2_000)}`;
  }
}
