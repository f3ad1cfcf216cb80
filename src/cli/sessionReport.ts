import type { Disposable } from '../common/disposable.ts';
import type { Log } from '../common/log.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { SessionChange } from '../sessions/store.ts';

/** Logs the failure of each session with its reason, and every start and end at level `debug`. */
export function reportSessions(sessions: Sessions, launchTypes: LaunchTypes, log: Log): Disposable {
  const titleOf = (session: IdeSession): string =>
    `Session ${session.metadata.name} (${nameOf(session, launchTypes)})`;
  return sessions.changes((change) => {
    if (change.type === 'modified') report(change, titleOf, log);
  });
}

function report(
  { previous, session }: Extract<SessionChange, { type: 'modified' }>,
  titleOf: (session: IdeSession) => string,
  log: Log,
): void {
  const { exitCode, message, pid, startupTimestamp, state } = session.status;
  if (startupTimestamp !== previous.status.startupTimestamp) {
    log.debug(`${titleOf(session)} runs${pid === undefined ? '' : ` as process ${pid}`}.`);
  }
  if (state === previous.status.state) return;
  if (state === 'Starting') log.debug(`${titleOf(session)} starts.`);
  if (state === 'Stopped') {
    const code = exitCode === undefined ? 'without an exit code' : `with exit code ${exitCode}`;
    log.debug(`${titleOf(session)} ended ${startupTimestamp ? code : 'before it ran'}.`);
  }
  if (state === 'Failed') logLines(`${titleOf(session)} failed: ${message}`, log);
}

/** Logs each line of a message on its own, so that a compiler's words stay readable. */
function logLines(message: string, log: Log): void {
  const [first = '', ...others] = message.trimEnd().split(/\r?\n/);
  log.error(first);
  for (const line of others) log.error(`  ${line}`);
}

/** What users know a session by. */
function nameOf({ spec }: IdeSession, launchTypes: LaunchTypes): string {
  try {
    return launchTypes.planCheck(spec).name;
  } catch {
    // Its type may have gone since it was created.
    return spec.launchConfiguration.type;
  }
}
