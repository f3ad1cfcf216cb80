import { apiVersion, listKind } from '../../api/resource/kind.ts';
import { type SessionColumn, sessionColumns } from '../../api/tables/columns.ts';
import type { View } from '../output/printed.ts';
import type { Column } from '../output/table.ts';
import type { Color } from '../output/terminal.ts';
import { getState, type Session } from './session.ts';

/** The usual widths of columns, for tables to which rows are added later. */
const usualWidths: Readonly<Record<string, number>> = { Name: 36, State: 8, Type: 7, PID: 7 };

/** How sessions are printed. `now` is called for each age. */
export function createSessionView(now: () => Date): View<Session> {
  const toColumns = (wanted: SessionColumn['priority']): readonly Column<Session>[] =>
    sessionColumns
      .filter(({ priority }) => priority === wanted)
      .map(({ get, name }) => ({
        title: name.toUpperCase(),
        value: (session) => toText(get(session, now())),
        usual: usualWidths[name] ?? 0,
        ...(name === 'State' && { color: getColor }),
      }));
  return {
    columns: toColumns(0),
    wide: toColumns(1),
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

function toText(value: string | number | undefined): string {
  return value === undefined ? '' : String(value);
}
