import { localizeMessage } from '../../../common/errorCatalogue.ts';
import { localize } from '../../../common/localization.ts';
import { printable, shorten } from '../../../common/printable.ts';
import {
  getOutOfDate,
  getPreparation,
  type IdeSession,
  isUnclaimed,
} from '../../../protocol/ideSession.ts';
import { formatElapsed } from './elapsed.ts';

/** What users tell apart about sessions. */
export type LookName =
  | 'prepared'
  | 'waiting'
  | 'starting'
  | 'running'
  | 'debugged'
  | 'stopping'
  | 'stopped'
  | 'ended'
  | 'crashed'
  | 'failed';

/** How sessions of one kind are shown. */
export interface Look {
  /** A codicon. */
  readonly icon: string;
  /** The id of a theme color. */
  readonly color?: string;
  /** Returns what the state is called. */
  readonly getWord: () => string;
  /** Whether the word is shown where the icon tells the state too. */
  readonly isWordShown: boolean;
  /** What can be done: `when` clauses match these words of a node. */
  readonly contexts: readonly string[];
  readonly getDetails: (session: IdeSession, now: Date) => readonly string[];
}

/** Longer messages are shortened, in UTF-16 code units. */
const longestMessage = 120;

const done = {
  icon: 'pass',
  color: 'descriptionForeground',
  isWordShown: true,
  contexts: ['ended'],
  getDetails: getExitCode,
};
const broken = {
  icon: 'error',
  color: 'list.errorForeground',
  isWordShown: false,
  contexts: ['ended', 'failed'],
};

/** All looks. */
export const looks: Readonly<Record<LookName, Look>> = {
  prepared: {
    icon: 'package',
    color: 'descriptionForeground',
    getWord: () => localize('built ahead'),
    isWordShown: false,
    contexts: ['prepared'],
    getDetails: getPreparationDetails,
  },
  waiting: {
    icon: 'circle-outline',
    color: 'descriptionForeground',
    getWord: () => localize('waiting'),
    isWordShown: true,
    contexts: ['waiting'],
    getDetails: () => [],
  },
  starting: {
    icon: 'loading~spin',
    getWord: () => localize('starting'),
    isWordShown: true,
    contexts: ['running', 'starting'],
    getDetails: getElapsed,
  },
  running: {
    icon: 'play-circle',
    color: 'debugIcon.startForeground',
    getWord: () => localize('running'),
    isWordShown: false,
    contexts: ['running'],
    getDetails: getProcess,
  },
  debugged: {
    icon: 'debug-alt',
    color: 'debugIcon.startForeground',
    getWord: () => localize('running under a debugger'),
    isWordShown: false,
    contexts: ['running', 'debugged'],
    getDetails: getProcess,
  },
  stopping: {
    icon: 'loading~spin',
    getWord: () => localize('stopping'),
    isWordShown: true,
    contexts: ['stopping'],
    getDetails: () => [],
  },
  stopped: { ...done, getWord: () => localize('stopped') },
  ended: { ...done, getWord: () => localize('ended') },
  crashed: { ...broken, getWord: () => localize('ended with an error'), getDetails: getExitCode },
  failed: { ...broken, getWord: () => localize('failed'), getDetails: getCause },
};

/** Returns which look a session has. */
export function toLookName(session: IdeSession, isDebugged: boolean): LookName {
  const { spec, status } = session;
  switch (status.state) {
    case '':
      return isUnclaimed(session) ? 'prepared' : 'waiting';
    case 'Starting':
      return 'starting';
    case 'Running':
      return isDebugged ? 'debugged' : 'running';
    case 'Stopping':
      return 'stopping';
    case 'Stopped':
      if (spec.desiredState === 'Stopped') return 'stopped';
      return (status.exitCode ?? 0) === 0 ? 'ended' : 'crashed';
    case 'Failed':
      return 'failed';
  }
}

/** Returns the color of the icon of a session; the default one if it is `undefined`. */
export function getColor(look: Look, session: IdeSession): string | undefined {
  return getOutOfDate(session) === undefined ? look.color : 'list.warningForeground';
}

/** Whether a session failed, or its program exited by itself with an error. */
export function isFailure(session: IdeSession): boolean {
  return looks[toLookName(session, false)].contexts.includes('failed');
}

/** Describes a session beside the icon of its look. */
export function describeShortly(look: Look, session: IdeSession, now: Date): string {
  const details = look.getDetails(session, now);
  const isBare = details.length === 0;
  return [...(look.isWordShown || isBare ? [look.getWord()] : []), ...details].join(' · ');
}

/** Describes a session with its state, for lists of sessions and screen readers. */
export function describeFully(look: Look, session: IdeSession, now: Date): string {
  return [look.getWord(), ...look.getDetails(session, now)].join(' · ');
}

/** Returns the start of the time that is shown for a session. */
export function getStart({ metadata, status }: IdeSession): string {
  return status.startupTimestamp ?? metadata.creationTimestamp;
}

function getElapsed(session: IdeSession, now: Date): readonly string[] {
  return [formatElapsed(getStart(session), now)];
}

function getProcess(session: IdeSession, now: Date): readonly string[] {
  const { pid } = session.status;
  return [
    ...(getOutOfDate(session) === undefined ? [] : [localize('out of date')]),
    ...getElapsed(session, now),
    ...(pid === undefined ? [] : [`pid ${pid}`]),
  ];
}

/** Nothing is said about a session that is ready, besides what it is. */
function getPreparationDetails(session: IdeSession): readonly string[] {
  const preparation = getPreparation(session);
  if (preparation === undefined || preparation.status === 'True') return [];
  return [shorten(printable(preparation.message), longestMessage)];
}

function getExitCode({ status: { exitCode } }: IdeSession): readonly string[] {
  return exitCode === undefined ? [] : [localize('exit code {code}', { code: exitCode })];
}

function getCause({ status: { message, reason } }: IdeSession): readonly string[] {
  const cause = message === undefined ? reason : localizeMessage(reason, message);
  return cause === undefined ? [] : [shorten(printable(cause), longestMessage)];
}
