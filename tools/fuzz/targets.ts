import type { FuzzTarget } from './target.ts';
import { commandLine } from './targets/commandLine.ts';
import { launchSettings } from './targets/launchSettings.ts';
import { notifications } from './targets/notifications.ts';
import { requestHead } from './targets/requestHead.ts';
import { runSession } from './targets/runSession.ts';
import { sessionWrite } from './targets/sessionWrite.ts';

/** Everything that parses or writes text of others. */
export const targets: readonly FuzzTarget[] = [
  runSession,
  sessionWrite,
  requestHead,
  notifications,
  launchSettings,
  commandLine,
];

/** The same with a limit of 20 ms for each input, which may be exceeded on a busy machine. */
export const timedTargets: readonly FuzzTarget[] = targets.map((target) => ({
  ...target,
  longest: 20,
}));
