import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../common/disposable.ts';

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
  terminated?(session: vscode.DebugSession): void;
}

/**
 * The one owner check: every debug session of the window is brought to whoever started it, by an id
 * in its configuration, and those that somebody else started are left alone.
 */
export class DebugSessions implements Disposable {
  readonly #owners = new Map<string, DebugSessionOwner>();
  readonly #owned = new DisposableStore();

  constructor() {
    const { debug } = vscode;
    this.#owned.add(
      debug.registerDebugAdapterDescriptorFactory(debugType, {
        createDebugAdapterDescriptor: (session) => this.#describeAdapter(session),
      }),
    );
    this.#owned.add(
      debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => this.#ownerOf(session)?.createTracker?.(session),
      }),
    );
    this.#owned.add(
      debug.onDidTerminateDebugSession((session) => this.#ownerOf(session)?.terminated?.(session)),
    );
  }

  /** Brings the sessions with this id in their configuration to `owner`, until disposed. */
  register(id: string, owner: DebugSessionOwner): Disposable {
    this.#owners.set(id, owner);
    return toDisposable(() => this.#owners.delete(id));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #describeAdapter(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const adapter = this.#ownerOf(session)?.createAdapter?.(session);
    if (adapter === undefined) {
      throw new Error(`Debug sessions of type ${debugType} are started by controllers only.`);
    }
    return new vscode.DebugAdapterInlineImplementation(adapter);
  }

  /** Adapters copy configurations to the sessions they start themselves: those aren't ours. */
  #ownerOf(session: vscode.DebugSession): DebugSessionOwner | undefined {
    const id: unknown = session.configuration[ownerProperty];
    if (typeof id !== 'string' || session.parentSession?.configuration[ownerProperty] === id) {
      return undefined;
    }
    return this.#owners.get(id);
  }
}

/** A debug configuration that carries the id of its owner. */
export function ownedBy(
  id: string,
  configuration: vscode.DebugConfiguration,
): vscode.DebugConfiguration {
  return { ...configuration, [ownerProperty]: id };
}

/** What keeps many sessions bearable: nothing opens, jumps to the front or asks by itself. */
export const quietOptions = {
  compact: true,
  suppressSaveBeforeStart: true,
  suppressDebugStatusbar: true,
  suppressDebugView: true,
} satisfies vscode.DebugSessionOptions;
