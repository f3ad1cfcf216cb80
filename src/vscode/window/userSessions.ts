import type * as vscode from 'vscode';
import { toLaunchRequest } from '../../launch/user/userConfiguration.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import type { DebugSessions } from '../debug/debugSessions.ts';
import { AdoptedRootSession, type RootSession } from '../debug/rootSession.ts';

/** Makes a session like any other of each debug session that the user starts by a configuration of our type. */
export class UserSessions {
  readonly #roots = new Map<string, RootSession>();

  /** Creates the session and starts it; returns the adapter that shows it. Throws a HumanError. */
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
    this.#closeIfNeverRun(name, sessions);
    sessions.start(name);
    return root.adapter;
  }

  /** A session that is stopped before its turn has come ends without a run. */
  #closeIfNeverRun(name: string, sessions: Sessions): void {
    const watch = sessions.changes(({ session, type }) => {
      if (session.metadata.name !== name) return;
      if (type !== 'removed' && !isTerminal(session.status.state)) return;
      watch.dispose();
      this.take(name)?.close(undefined);
    });
  }

  /** The debug session that the user started for this session, which is then the caller's to close. */
  take(name: string): RootSession | undefined {
    const root = this.#roots.get(name);
    this.#roots.delete(name);
    return root;
  }
}
