import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../../common/disposable.ts';
import { type ObserveAdapter, observeEvents } from './observedAdapter.ts';
import { SessionNames } from './sessionNames.ts';

/** The debug type of this extension. */
export const debugType = 'ide-session';

/** The property of a debug configuration with the id of its owner. */
const ownerProperty = 'ideSessionOwner';

/** The owner of debug sessions. */
export interface DebugSessionOwner {
  /** Creates the adapter of an `ide-session` session. */
  createAdapter?(session: vscode.DebugSession): vscode.DebugAdapter;
  /** Creates the tracker of a session. */
  createTracker?(session: vscode.DebugSession): vscode.DebugAdapterTracker;
  /** Creates the tracker of a child session that the adapter of an owned session has started. */
  createChildTracker?(session: vscode.DebugSession): vscode.DebugAdapterTracker;
  terminated?(session: vscode.DebugSession): void;
}

/** Creates the adapter of an `ide-session` session without an owner, which the user has started. */
export type Adopt = (session: vscode.DebugSession, ownerId: string) => Promise<vscode.DebugAdapter>;

/**
 * Assigns all debug sessions of the window to their owners, by an id in their configuration. Sessions without
 * an id are ignored.
 */
export class DebugSessions implements Disposable {
  readonly #owners = new Map<string, DebugSessionOwner>();
  readonly #names = new SessionNames();
  readonly #live = new Set<vscode.DebugSession>();
  readonly #resources = new DisposableStore();
  readonly #adopt: Adopt;
  readonly #observe: ObserveAdapter | undefined;

  constructor(adopt: Adopt, observe?: ObserveAdapter) {
    this.#adopt = adopt;
    this.#observe = observe;
    const { debug } = vscode;
    this.#resources.add(
      debug.registerDebugAdapterDescriptorFactory(debugType, {
        createDebugAdapterDescriptor: async (session) =>
          new vscode.DebugAdapterInlineImplementation(await this.#getAdapter(session)),
      }),
    );
    this.#resources.add(
      debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => {
          this.#live.add(session);
          return this.#getObserved(session);
        },
      }),
    );
    this.#resources.add(
      debug.onDidTerminateDebugSession((session) => {
        this.#live.delete(session);
        this.#names.end(session);
        this.#findOwner(session)?.terminated?.(session);
      }),
    );
  }

  /** Those of the window that have begun and not ended, in the order of their starts. */
  list(): readonly vscode.DebugSession[] {
    return [...this.#live];
  }

  /** Registers the owner of sessions with this id until the result is disposed of. */
  register(id: string, owner: DebugSessionOwner): Disposable {
    this.#owners.set(id, owner);
    return toDisposable(() => {
      this.#owners.delete(id);
      this.#names.endAll(id);
    });
  }

  dispose(): void {
    this.#resources.dispose();
  }

  async #getAdapter(session: vscode.DebugSession): Promise<vscode.DebugAdapter> {
    const adapter = this.#findOwner(session)?.createAdapter?.(session);
    return adapter ?? this.#adopt(session, getOwnerId(session) ?? session.id);
  }

  /** Sessions of other extensions are not observed. */
  #getObserved(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    const tracker = this.#getTracker(session);
    const observe = this.#observe;
    const owned = this.#findOwned(session);
    const ownerId = owned && getOwnerId(owned);
    if (observe === undefined || ownerId === undefined) return tracker;
    return observeEvents(tracker, (event) => observe(session, ownerId, event));
  }

  #getTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    const owned = this.#findOwned(session);
    const owner = owned && this.#findOwner(owned);
    if (owned !== session) return owner?.createChildTracker?.(session);
    this.#names.begin(session, getOwnerId(session) ?? session.id);
    return owner?.createTracker?.(session);
  }

  /** Returns the session itself, or the nearest one above it that has an owner. */
  #findOwned(session: vscode.DebugSession): vscode.DebugSession | undefined {
    for (let one: typeof session | undefined = session; one; one = one.parentSession) {
      if (this.#findOwner(one) !== undefined) return one;
    }
    return undefined;
  }

  #findOwner(session: vscode.DebugSession): DebugSessionOwner | undefined {
    const id = getOwnerId(session);
    if (id === undefined || isCopied(id, session)) return undefined;
    return this.#owners.get(id);
  }
}

function getOwnerId(session: vscode.DebugSession): string | undefined {
  const id: unknown = session.configuration[ownerProperty];
  return typeof id === 'string' ? id : undefined;
}

/** Adapters may copy the id to sessions that they start themselves. */
function isCopied(id: string, { parentSession }: vscode.DebugSession): boolean {
  return parentSession !== undefined && getOwnerId(parentSession) === id;
}

/** Adds the id of the owner to a debug configuration. */
export function withOwner(
  id: string,
  configuration: vscode.DebugConfiguration,
): vscode.DebugConfiguration {
  return { ...configuration, [ownerProperty]: id };
}

/** The beginning of the ids of debug sessions that the user starts. */
const userPrefix = 'user:';

/** Creates the id of a debug session that the user starts. */
export function createUserOwnerId(): string {
  return `${userPrefix}${randomUUID()}`;
}

/** Adds an id for a debug session that the user starts, unless there is one. */
export function withUserOwner(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration {
  return isOfUser(configuration) ? configuration : withOwner(createUserOwnerId(), configuration);
}

/** Whether a debug configuration was made for a session of the host. */
export function isOfHost(configuration: vscode.DebugConfiguration): boolean {
  return typeof configuration[ownerProperty] === 'string' && !isOfUser(configuration);
}

function isOfUser({ [ownerProperty]: id }: vscode.DebugConfiguration): boolean {
  return typeof id === 'string' && id.startsWith(userPrefix);
}

/** Options that keep sessions from opening views, taking the focus or prompting. */
export const quietOptions = {
  compact: true,
  suppressSaveBeforeStart: true,
  suppressDebugStatusbar: true,
  suppressDebugView: true,
} satisfies vscode.DebugSessionOptions;
