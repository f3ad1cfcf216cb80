import * as vscode from 'vscode';
import { getMessage } from '../../common/log.ts';
import { toLaunchRequest } from '../../launch/user/userConfiguration.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import { createUserOwnerId, type DebugSessions, withOwner } from '../debug/debugSessions.ts';
import { AdoptedRootSession, type RootSession } from '../debug/rootSession.ts';
import { startReasons } from '../debug/startReasons.ts';
import { editorErrors } from '../errors.ts';

/** Creates a session for each debug session that the user starts with an `ide-session` configuration. */
export class UserSessions {
  readonly #roots = new Map<string, RootSession>();
  /** The names of the sessions of debug sessions. */
  readonly #names = new WeakMap<vscode.DebugSession, string>();
  /** The names of the sessions that {@link start} is waiting for, by the ids of their debug sessions. */
  readonly #awaited = new Map<string, string | undefined>();

  /** Starts a debug configuration as the user does, and resolves to the name of its session. Throws a HumanError. */
  async start(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
    options: vscode.DebugSessionOptions,
  ): Promise<string> {
    const id = createUserOwnerId();
    this.#awaited.set(id, undefined);
    try {
      const owned = withOwner(id, configuration);
      const isStarted = await vscode.debug.startDebugging(folder, owned, options);
      const name = this.#awaited.get(id);
      if (isStarted && name !== undefined) return name;
    } catch (error) {
      const reason = getMessage(error);
      throw editorErrors.DebugSessionNotStarted({ name: configuration.name, reason });
    } finally {
      this.#awaited.delete(id);
    }
    const reason = startReasons.refused();
    throw editorErrors.DebugSessionNotStarted({ name: configuration.name, reason });
  }

  /** Creates and starts the session, and returns its debug adapter. Throws a HumanError. */
  adopt(
    debugSession: vscode.DebugSession,
    ownerId: string,
    sessions: Sessions,
    debugSessions: DebugSessions,
  ): vscode.DebugAdapter {
    const { configuration, workspaceFolder } = debugSession;
    const request = {
      ...toLaunchRequest(configuration, configuration['noDebug'] === true),
      ...(workspaceFolder && { workspace: workspaceFolder.uri.fsPath }),
    };
    const { name } = sessions.create({ kind: 'user' }, request).metadata;
    const stop = (): void => sessions.stop(name);
    const root = new AdoptedRootSession(debugSession, ownerId, debugSessions, stop);
    this.#roots.set(name, root);
    this.#names.set(debugSession, name);
    if (this.#awaited.has(ownerId)) this.#awaited.set(ownerId, name);
    this.#closeIfNeverRun(name, sessions);
    sessions.start(name);
    return root.adapter;
  }

  /** Returns the name of the session that was created for a debug session; `undefined` if none was. */
  getName(debugSession: vscode.DebugSession): string | undefined {
    return this.#names.get(debugSession);
  }

  /** Closes the debug session if the session is stopped before it runs. */
  #closeIfNeverRun(name: string, sessions: Sessions): void {
    const watch = sessions.changes(({ session, type }) => {
      if (session.metadata.name !== name) return;
      if (type !== 'removed' && !isTerminal(session.status.state)) return;
      watch.dispose();
      this.take(name)?.close(undefined);
    });
  }

  /** Returns the debug session that the user started for this session. The caller has to close it. */
  take(name: string): RootSession | undefined {
    const root = this.#roots.get(name);
    this.#roots.delete(name);
    return root;
  }
}
