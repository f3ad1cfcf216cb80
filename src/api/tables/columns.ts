import { formatAge } from '../../common/age.ts';
import { getOutOfDate, type IdeSession } from '../../protocol/ideSession.ts';
import { ownLabels } from '../resource/kind.ts';
import { getLabels, type Labels } from '../resource/labels.ts';

interface ShownCondition {
  readonly type: string;
  readonly status: string;
  readonly message?: string | undefined;
}

/** What a table shows of a session. The objects that clients get have this form. */
interface ShownSession {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp?: string | undefined;
    readonly labels?: Labels | undefined;
  };
  readonly status?:
    | {
        readonly state?: string | undefined;
        readonly pid?: number | undefined;
        readonly exitCode?: number | undefined;
        readonly message?: string | undefined;
        readonly conditions?: readonly ShownCondition[] | undefined;
      }
    | undefined;
}

/** A column of a table of sessions. */
export interface SessionColumn {
  readonly name: string;
  readonly description: string;
  readonly format?: 'name';
  /** 0 for columns that are always shown, 1 for those of wide tables. */
  readonly priority: 0 | 1;
  readonly get: (session: ShownSession, now: Date) => string | number | undefined;
}

/** The columns of tables of sessions: those that kubectl gets, and those of the command line. */
export const sessionColumns: readonly SessionColumn[] = [
  {
    name: 'Name',
    format: 'name',
    description: 'The name of the session.',
    priority: 0,
    get: ({ metadata }) => metadata.name,
  },
  {
    name: 'State',
    description: 'The state of the session; none before it is started.',
    priority: 0,
    get: ({ status }) => status?.state,
  },
  {
    name: 'Type',
    description: 'The type of its launch configuration.',
    priority: 0,
    get: ({ metadata }) => metadata.labels?.[ownLabels.launchType],
  },
  {
    name: 'PID',
    description: 'The pid of its current process.',
    priority: 0,
    get: ({ status }) => status?.pid,
  },
  {
    name: 'Age',
    description: 'How long ago it was created.',
    priority: 0,
    get: ({ metadata }, now) => formatAge(metadata.creationTimestamp ?? '', now),
  },
  {
    name: 'Project',
    description: 'The name of the project or program.',
    priority: 1,
    get: ({ metadata }) => metadata.labels?.[ownLabels.project],
  },
  {
    name: 'Controller',
    description: 'The instance id of its controller.',
    priority: 1,
    get: ({ metadata }) => metadata.labels?.[ownLabels.controller],
  },
  {
    name: 'Exit Code',
    description: 'The exit code of its program.',
    priority: 1,
    get: ({ status }) => status?.exitCode,
  },
  {
    name: 'Out of Date',
    description: 'Which files have changed since its program was started.',
    priority: 1,
    get: (session) => getOutOfDate<ShownCondition>(session)?.message,
  },
  {
    name: 'Message',
    description: 'Why it is in its state.',
    priority: 1,
    get: ({ status }) => status?.message,
  },
];

/** What kubectl shows for values that don't exist. */
const none = '<none>';

/** The columns as clients get them. All are strings, since any of them can be `<none>`. */
export const columnDefinitions = sessionColumns.map(
  ({ description, format = '', name, priority }) => ({
    name,
    type: 'string',
    format,
    description,
    priority,
  }),
);

/** Returns the row of a session, with one text for each column. */
export function toCells(session: IdeSession, now: Date): readonly string[] {
  const { creationTimestamp, name } = session.metadata;
  const metadata = { name, creationTimestamp, labels: getLabels(session) };
  const shown = { metadata, status: session.status };
  return sessionColumns.map(({ get }) => toCell(get(shown, now)));
}

function toCell(value: string | number | undefined): string {
  return value === undefined || value === '' ? none : String(value);
}
