import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** Says why a session that the user started has failed; controllers are told by their own way. */
export function sayUserFailures(sessions: Sessions): Disposable {
  return sessions.changes((change) => {
    if (change.type !== 'modified' || change.session.metadata.owner.kind !== 'user') return;
    const { message, state } = change.session.status;
    if (state !== 'Failed' || change.previous.status.state === 'Failed') return;
    void vscode.window.showErrorMessage(message ?? 'The session failed.');
  });
}
