import { apiVersion, listKind } from '../../api/resource/kind.ts';
import { formatAge } from '../../common/age.ts';
import type { View } from '../output/printed.ts';
import type { Color } from '../output/terminal.ts';
import { getLabel, getState, type Session } from './session.ts';

/** How sessions are printed. `now` is called for each age. */
export function createSessionView(now: () => Date): View<Session> {
  return {
    columns: [
      { title: 'NAME', value: ({ metadata }) => metadata.name, usual: 36 },
      { title: 'STATE', value: getState, color: getColor, usual: 8 },
      { title: 'TYPE', value: (session) => getLabel(session, 'launchType'), usual: 7 },
      { title: 'PID', value: ({ status }) => toText(status?.pid), usual: 7 },
      { title: 'AGE', value: ({ metadata }) => formatAge(metadata.creationTimestamp ?? '', now()) },
    ],
    wide: [
      { title: 'PROJECT', value: (session) => getLabel(session, 'project') },
      { title: 'CONTROLLER', value: (session) => getLabel(session, 'controller') },
      { title: 'EXIT', value: ({ status }) => toText(status?.exitCode) },
      { title: 'MESSAGE', value: ({ status }) => status?.message ?? '' },
    ],
    name: ({ metadata }) => metadata.name,
    list: (items) => ({ apiVersion, kind: listKind, items }),
  };
}

const colors: Readonly<Record<string, Color>> = {
  Starting: 'yellow',
  Running: 'green',
  Stopping: 'yellow',
  Failed: 'red',
};

/** A program that failed by itself is shown like a failed session. */
function getColor(session: Session): Color | undefined {
  const { exitCode = 0 } = session.status ?? {};
  const state = getState(session);
  const wasStopped = session.spec.desiredState === 'Stopped';
  if (state !== 'Stopped') return colors[state];
  return exitCode === 0 || wasStopped ? 'dim' : 'red';
}

function toText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
