import { printable, shorten } from '../../../common/printable.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import { formatElapsed } from './elapsed.ts';

/** What users tell apart about sessions. */
export type LookName =
  'waiting' | 'starting' | 'running' | 'debugged' | 'stopping' | 'ended' | 'crashed' | 'failed';

/** How sessions of one kind are shown. */
export interface Look {
  /** A codicon. */
  readonly icon: string;
  /** The id of a theme color. */
  readonly color?: string;
  /** For sentences and screen readers. */
  readonly word: string;
  /** What can be done: `when` clauses match these words of a node. */
  readonly contexts: readonly string[];
  readonly describe: (session: IdeSession, now: Date) => string;
}

/** Longer messages are shortened in one-line descriptions, in UTF-16 code units. */
const longestMessage = 120;

/** All looks. */
export const looks: Readonly<Record<LookName, Look>> = {
  waiting: {
    icon: 'circle-outline',
    color: 'disabledForeground',
    word: 'waiting',
    contexts: ['waiting'],
    describe: () => 'waiting',
  },
  starting: {
    icon: 'loading~spin',
    word: 'starting',
    contexts: ['running', 'starting'],
    describe: (session, now) => join('starting', elapsed(session, now)),
  },
  running: {
    icon: 'play-circle',
    color: 'debugIcon.startForeground',
    word: 'running',
    contexts: ['running'],
    describe: describeRunning,
  },
  debugged: {
    icon: 'debug-alt',
    color: 'debugIcon.startForeground',
    word: 'running under a debugger',
    contexts: ['running', 'debugged'],
    describe: describeRunning,
  },
  stopping: {
    icon: 'loading~spin',
    word: 'stopping',
    contexts: ['stopping'],
    describe: () => 'stopping',
  },
  ended: {
    icon: 'pass',
    color: 'disabledForeground',
    word: 'ended',
    contexts: ['ended'],
    describe: describeExit,
  },
  crashed: {
    icon: 'error',
    color: 'list.errorForeground',
    word: 'ended by itself',
    contexts: ['ended', 'failed'],
    describe: describeExit,
  },
  failed: {
    icon: 'error',
    color: 'list.errorForeground',
    word: 'failed',
    contexts: ['ended', 'failed'],
    describe: ({ status }) =>
      shorten(printable(status.message ?? status.reason ?? 'failed'), longestMessage),
  },
};

/** Returns how a session is shown. */
export function toLookName({ spec, status }: IdeSession, isDebugged: boolean): LookName {
  switch (status.state) {
    case '':
      return 'waiting';
    case 'Starting':
      return 'starting';
    case 'Running':
      return isDebugged ? 'debugged' : 'running';
    case 'Stopping':
      return 'stopping';
    case 'Stopped':
      return spec.desiredState !== 'Stopped' && (status.exitCode ?? 0) !== 0 ? 'crashed' : 'ended';
    case 'Failed':
      return 'failed';
  }
}

/** Whether a session failed, or its program exited by itself with an error. */
export function isFailure(session: IdeSession): boolean {
  return looks[toLookName(session, false)].contexts.includes('failed');
}

/** Returns the start of the time that is shown for a session. */
export function getStart({ metadata, status }: IdeSession): string {
  return status.startupTimestamp ?? metadata.creationTimestamp;
}

function describeRunning(session: IdeSession, now: Date): string {
  const { pid } = session.status;
  return join(elapsed(session, now), pid === undefined ? '' : `pid ${pid}`);
}

function describeExit({ spec, status }: IdeSession): string {
  const { exitCode } = status;
  return join(
    spec.desiredState === 'Stopped' ? 'stopped' : 'ended',
    exitCode === undefined ? '' : `exit code ${exitCode}`,
  );
}

function elapsed(session: IdeSession, now: Date): string {
  return formatElapsed(getStart(session), now);
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
