import * as vscode from 'vscode';

/** A place where a debug session has stopped. */
export interface Stop {
  readonly session: vscode.DebugSession;
  readonly threadId: number;
}

interface EventMessage {
  readonly event?: string;
  readonly body?: { readonly threadId?: number; readonly systemProcessId?: number };
}

/** Watches and uses the window's debug sessions, as a user would. */
export class DebugView implements vscode.Disposable {
  readonly #stops: Stop[] = [];
  readonly #sessions: vscode.DebugSession[] = [];
  readonly #pids = new Map<string, number>();
  readonly #resources: vscode.Disposable;
  #changed: () => void = () => undefined;

  constructor() {
    this.#resources = vscode.Disposable.from(
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: EventMessage) => this.#onMessage(session, message),
        }),
      }),
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

  get sessions(): readonly vscode.DebugSession[] {
    return this.#sessions;
  }

  /** The next unread stop. */
  async stop(): Promise<Stop> {
    return this.#until(() => this.#stops.shift());
  }

  /** The debug session of this type and name, once it exists. */
  async session(type: string, name: string): Promise<vscode.DebugSession> {
    return this.#until(() => this.#sessions.find((one) => one.type === type && one.name === name));
  }

  /** The process that a debug session reports, once it has. */
  async processOf({ id }: vscode.DebugSession): Promise<number> {
    return this.#until(() => this.#pids.get(id));
  }

  /** Resolves when this debug session has ended. */
  async ended(session: vscode.DebugSession): Promise<void> {
    await this.#until(() => (this.#sessions.includes(session) ? undefined : true));
  }

  /** Resolves when no debug session is left. */
  async empty(): Promise<void> {
    await this.#until(() => (this.#sessions.length === 0 ? true : undefined));
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #onMessage(session: vscode.DebugSession, { body = {}, event }: EventMessage): void {
    const { systemProcessId, threadId } = body;
    if (event === 'stopped' && threadId !== undefined) this.#stops.push({ session, threadId });
    if (event === 'process' && systemProcessId) this.#pids.set(session.id, systemProcessId);
    this.#changed();
  }

  async #until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }
}

/** Continues from where a session has stopped. */
export async function goOn({ session, threadId }: Stop): Promise<void> {
  await session.customRequest('continue', { threadId });
}

/** The value of an expression where a session has stopped. */
export async function evaluate(stop: Stop, expression: string): Promise<string> {
  const { session, threadId } = stop;
  const { stackFrames } = (await session.customRequest('stackTrace', { threadId, levels: 1 })) as {
    stackFrames: { id: number }[];
  };
  const frameId = stackFrames[0]?.id;
  const answer = (await session.customRequest('evaluate', { expression, frameId })) as {
    result: string;
  };
  return answer.result;
}

/** Presses restart in the toolbar of a session. */
export async function pressRestart({ id }: vscode.DebugSession): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.debug.restart', '', { sessionId: id });
}

/** Presses stop in the toolbar of a session. */
export async function pressStop({ id }: vscode.DebugSession): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.debug.stop', '', { sessionId: id });
}

/** The configurations of the debug sessions that start during `action`. */
export async function configurationsDuring(
  action: () => Promise<void>,
): Promise<readonly vscode.DebugConfiguration[]> {
  const configurations: vscode.DebugConfiguration[] = [];
  const listener = vscode.debug.onDidStartDebugSession(({ configuration }) =>
    configurations.push(configuration),
  );
  try {
    await action();
  } finally {
    listener.dispose();
  }
  return configurations;
}
