import type { Disposable } from '../common/disposable.ts';
import type { Log } from '../common/log.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { SessionChange } from '../sessions/store.ts';

/** Logs failures of sessions with their reason, and each start and end at level `debug`. */
export function reportSessions(sessions: Sessions, launchTypes: LaunchTypes, log: Log): Disposable {
  const getTitle = (session: IdeSession): string =>
    `Session ${session.metadata.name} (${getName(session, launchTypes)})`;
  return sessions.changes((change) => {
    if (change.type === 'modified') report(change, getTitle, log);
  });
}

function report(
  { previous, session }: Extract<SessionChange, { type: 'modified' }>,
  getTitle: (session: IdeSession) => string,
  log: Log,
): void {
  const { exitCode, message, pid, startupTimestamp, state } = session.status;
  if (startupTimestamp !== previous.status.startupTimestamp) {
    log.debug(`${getTitle(session)} started${pid === undefined ? '' : ` as process ${pid}`}.`);
  }
  if (state === previous.status.state) return;
  if (state === 'Starting') log.debug(`${getTitle(session)} is starting.`);
  if (state === 'Stopped') {
    const code = exitCode === undefined ? 'without an exit code' : `with exit code ${exitCode}`;
    log.debug(
      `${getTitle(session)} ended ${startupTimestamp ? code : 'before its program started'}.`,
    );
  }
  if (state === 'Failed') logLines(`${getTitle(session)} failed: ${message}`, log);
}

/** Logs each line of a message separately, so that compiler output is readable. */
function logLines(message: string, log: Log): void {
  const [first = '', ...others] = message.trimEnd().split(/\r?\n/);
  log.error(first);
  for (const line of others) log.error(`  ${line}`);
}

/** Returns the name of a session for users. */
function getName({ spec }: IdeSession, launchTypes: LaunchTypes): string {
  try {
    return launchTypes.planCheck(spec).name;
  } catch {
    // Its type may not be supported any more.
    return spec.launchConfiguration.type;
  }
}
