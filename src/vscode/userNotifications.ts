import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { showError, showInformation, showWarning } from './notifications.ts';

/** Tells the user what there is to know about the sessions that the user started; controllers are told by their own way. */
export function notifyUser(sessions: Sessions): Disposable {
  const owned = new DisposableStore();
  owned.add(
    sessions.changes((change) => {
      if (change.type !== 'modified' || change.session.metadata.owner.kind !== 'user') return;
      const { message, state } = change.session.status;
      if (state !== 'Failed' || change.previous.status.state === 'Failed') return;
      showError(message ?? 'The session failed.');
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
        `The output of sessions can't be kept in log files: ${message}. Sessions go on; make room on the disk.`,
      );
    }),
  );
  return owned;
}
