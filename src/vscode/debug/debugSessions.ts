import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../../common/disposable.ts';
import { SessionNames } from './sessionNames.ts';

/** The debug type of the sessions whose adapter is ours. */
export const debugType = 'ide-session';

/** The property of a debug configuration that says to whom a debug session belongs. */
const ownerProperty = 'ideSessionOwner';

/** Somebody who started debug sessions and hears of them. */
export interface DebugSessionOwner {
  /** Makes the adapter of a session of our own debug type. */
  createAdapter?(session: vscode.DebugSession): vscode.DebugAdapter;
  /** Makes what listens to the messages of a session. */
  createTracker?(session: vscode.DebugSession): vscode.DebugAdapterTracker;
  /** Makes what listens to a session that the adapter of an own session has started by itself. */
  createChildTracker?(session: vscode.DebugSession): vscode.DebugAdapterTracker;
  terminated?(session: vscode.DebugSession): void;
}

/** Makes the adapter of a session of our own type that nobody registered: its user started it. */
export type Adopt = (session: vscode.DebugSession, ownerId: string) => Promise<vscode.DebugAdapter>;

/**
 * The one owner check: every debug session of the window is brought to whoever started it, by an id
 * in its configuration, and those that somebody else started are left alone.
 */
export class DebugSessions implements Disposable {
  readonly #owners = new Map<string, DebugSessionOwner>();
  readonly #names = new SessionNames();
  readonly #owned = new DisposableStore();
  readonly #adopt: Adopt;

  constructor(adopt: Adopt) {
    this.#adopt = adopt;
    const { debug } = vscode;
    this.#owned.add(
      debug.registerDebugAdapterDescriptorFactory(debugType, {
        createDebugAdapterDescriptor: async (session) =>
          new vscode.DebugAdapterInlineImplementation(await this.#adapterOf(session)),
      }),
    );
    this.#owned.add(
      debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => this.#trackerOf(session),
      }),
    );
    this.#owned.add(
      debug.onDidTerminateDebugSession((session) => {
        this.#names.end(session);
        this.#ownerOf(session)?.terminated?.(session);
      }),
    );
  }

  /** Brings the sessions with this id in their configuration to `owner`, until disposed. */
  register(id: string, owner: DebugSessionOwner): Disposable {
    this.#owners.set(id, owner);
    return toDisposable(() => {
      this.#owners.delete(id);
      this.#names.endAll(id);
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #adapterOf(session: vscode.DebugSession): Promise<vscode.DebugAdapter> {
    const adapter = this.#ownerOf(session)?.createAdapter?.(session);
    return adapter ?? this.#adopt(session, ownerIdOf(session) ?? session.id);
  }

  #trackerOf(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    const own = this.#ownerOf(session);
    if (own !== undefined) {
      this.#names.begin(session, ownerIdOf(session) ?? session.id);
      return own.createTracker?.(session);
    }
    for (let { parentSession } = session; parentSession !== undefined;) {
      const owner = this.#ownerOf(parentSession);
      if (owner !== undefined) return owner.createChildTracker?.(session);
      ({ parentSession } = parentSession);
    }
    return undefined;
  }

  #ownerOf(session: vscode.DebugSession): DebugSessionOwner | undefined {
    const id = ownerIdOf(session);
    if (id === undefined || isCopied(id, session)) return undefined;
    return this.#owners.get(id);
  }
}

function ownerIdOf(session: vscode.DebugSession): string | undefined {
  const id: unknown = session.configuration[ownerProperty];
  return typeof id === 'string' ? id : undefined;
}

/** Adapters may copy configurations, our id with them, to the sessions they start themselves. */
function isCopied(id: string, { parentSession }: vscode.DebugSession): boolean {
  return parentSession !== undefined && ownerIdOf(parentSession) === id;
}

/** A debug configuration that carries the id of its owner. */
export function ownedBy(
  id: string,
  configuration: vscode.DebugConfiguration,
): vscode.DebugConfiguration {
  return { ...configuration, [ownerProperty]: id };
}

/** Whether a debug configuration carries the id of an owner. */
export function hasOwner(configuration: vscode.DebugConfiguration): boolean {
  return typeof configuration[ownerProperty] === 'string';
}

/** What keeps many sessions bearable: nothing opens, jumps to the front or asks by itself. */
export const quietOptions = {
  compact: true,
  suppressSaveBeforeStart: true,
  suppressDebugStatusbar: true,
  suppressDebugView: true,
} satisfies vscode.DebugSessionOptions;
