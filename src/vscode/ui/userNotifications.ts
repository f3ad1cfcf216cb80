import * as vscode from 'vscode';
import { localizeMessage } from '../../common/errorCatalogue.ts';
import { localize } from '../../common/localization.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { showError, showInformation, showWarning } from './notifications.ts';

/** Shows failures and messages of the sessions that the user started. Controllers are notified by the protocol. */
export function notifyUser(sessions: Sessions): Disposable {
  const owned = new DisposableStore();
  owned.add(
    sessions.changes((change) => {
      if (change.type !== 'modified' || change.session.metadata.owner.kind !== 'user') return;
      const { message, reason, state } = change.session.status;
      if (state !== 'Failed' || change.previous.status.state === 'Failed') return;
      void showFailure(
        message === undefined ? localize('The session failed.') : localizeMessage(reason, message),
        reason,
      );
    }),
  );
  owned.add(
    sessions.reports((report) => {
      if (report.kind !== 'message' || report.level !== 'info') return;
      if (sessions.get(report.name)?.metadata.owner.kind !== 'user') return;
      void showInformation(report.text);
    }),
  );
  let hasToldFailure = false;
  owned.add(
    sessions.logFailures(({ message }) => {
      if (hasToldFailure) return;
      hasToldFailure = true;
      void showWarning(
        localize(
          "The output of sessions can't be written to log files: {message}. Sessions keep running. Free up disk space.",
          { message },
        ),
      );
    }),
  );
  return owned;
}

/** Shows a failure and offers to run the command that fixes it, if there is one. */
async function showFailure(message: string, reason: string | undefined): Promise<void> {
  if (reason !== 'CertificateMissing') return void (await showError(message));
  const create = localize('Create Certificate');
  if ((await showError(message, create)) !== create) return;
  // In a terminal, since it may prompt for a password or a confirmation.
  const terminal = vscode.window.createTerminal({ name: create });
  terminal.show();
  terminal.sendText('dotnet dev-certs https --trust');
}
