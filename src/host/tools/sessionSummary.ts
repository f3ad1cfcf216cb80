import { ownLabels } from '../../api/resource/kind.ts';
import { getOutOfDate } from '../../protocol/ideSession.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';

/** What the tools say about a session. It contains no values of variables. */
export interface SessionSummary {
  readonly name: string;
  /** The base name of the project or program; absent if the launch configuration doesn't tell. */
  readonly project?: string;
  /** The type of its launch configuration. */
  readonly type: string;
  readonly mode: RunMode;
  /** Who asked for it: a controller, the user of the editor, a client of the resource API, or the host that has prepared it. */
  readonly origin: 'controller' | 'user' | 'api' | 'host';
  /** The instance id of its controller. */
  readonly controller?: string;
  readonly state: 'NotStarted' | 'Starting' | 'Running' | 'Stopping' | 'Stopped' | 'Failed';
  /** Why it is in its state. */
  readonly message?: string;
  /** Which files have changed since its program was started; absent if it is up to date. */
  readonly outOfDate?: string;
  readonly pid?: number;
  readonly exitCode?: number;
  readonly created?: string;
  /** When the current process started. */
  readonly started?: string;
  readonly ended?: string;
}

interface ConditionObject {
  readonly type: string;
  readonly status: string;
  readonly message?: string | undefined;
}

/** A session as clients of the resource API see it. */
interface SessionObject {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp?: string | undefined;
    readonly labels?: Readonly<Record<string, string>> | undefined;
  };
  readonly spec: { readonly desiredState?: string | undefined };
  readonly status?:
    | {
        readonly state?: string | undefined;
        readonly message?: string | undefined;
        readonly conditions?: readonly ConditionObject[] | undefined;
        readonly pid?: number | undefined;
        readonly exitCode?: number | undefined;
        readonly startupTimestamp?: string | undefined;
        readonly finishTimestamp?: string | undefined;
      }
    | undefined;
}

/** Summarizes a session of the resource API that was requested in a mode. */
export function summarize(
  { metadata, spec, status = {} }: SessionObject,
  mode: RunMode,
): SessionSummary {
  const label = (name: keyof typeof ownLabels): string | undefined =>
    metadata.labels?.[ownLabels[name]];
  const summary = {
    name: metadata.name,
    project: label('project'),
    type: label('launchType') ?? '',
    mode,
    origin: label('origin') ?? 'api',
    controller: label('controller'),
    state: toState(status.state, spec.desiredState),
    message: status.message,
    outOfDate: getOutOfDate<ConditionObject>({ status })?.message,
    pid: status.pid,
    exitCode: status.exitCode,
    created: metadata.creationTimestamp,
    started: status.startupTimestamp,
    ended: status.finishTimestamp,
  };
  const known = Object.entries(summary).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(known) as unknown as SessionSummary;
}

/** Whether a session has ended for good. */
export function hasEnded({ state }: SessionSummary): boolean {
  return state === 'Stopped' || state === 'Failed';
}

/** Whether the session was requested, rather than prepared ahead by the host. */
export function isRequested({ origin }: SessionSummary): boolean {
  return origin !== 'host';
}

/** A session that was stopped before its start never starts. */
function toState(state = '', desired = ''): SessionSummary['state'] {
  if (state !== '') return state as SessionSummary['state'];
  return desired === 'Stopped' ? 'Stopped' : 'NotStarted';
}
