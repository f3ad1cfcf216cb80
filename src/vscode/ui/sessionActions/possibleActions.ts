import { getOutOfDate, type IdeSession } from '../../../protocol/ideSession.ts';
import { isActive } from '../../../sessions/sessions.ts';
import { isTerminal } from '../../../sessions/stateTable.ts';
import { getProjectPath } from './sessionProject.ts';

/** Whether an action is possible for a session. */
export type IsPossible = (session: IdeSession, isDebugged: boolean) => boolean;

/** For which sessions each action is possible. */
export const possibleActions = {
  stop: (session) => isActive(session) && session.status.state !== 'Stopping',
  restart: isRunning,
  recreate: (session) => isRunning(session) && getOutOfDate(session) !== undefined,
  attachDebugger: (session, isDebugged) => isRunning(session) && !isDebugged,
  detachDebugger: (session, isDebugged) => isRunning(session) && isDebugged,
  /** Controllers start their sessions again by themselves. */
  runAgain: (session) => isEnded(session) && session.metadata.owner.kind === 'user',
  clear: isEnded,
  showLog: ({ status }) => status.stdOutFile !== undefined,
  openProject: (session) => getProjectPath(session) !== undefined,
  any: () => true,
} as const satisfies Readonly<Record<string, IsPossible>>;

export type SessionAction = keyof typeof possibleActions;

function isRunning(session: IdeSession): boolean {
  const { state } = session.status;
  return isActive(session) && (state === 'Starting' || state === 'Running');
}

function isEnded({ status }: IdeSession): boolean {
  return isTerminal(status.state);
}
