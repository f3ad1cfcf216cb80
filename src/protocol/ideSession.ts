import type { AnyLaunchConfiguration } from './launchConfigurations.ts';
import type { EnvironmentVariable } from './runSession.ts';

/** The API group of the resource, and the prefix of its labels and annotations. */
export const sessionGroup = 'usvc-dev.developer.microsoft.com';

/** The label of a session that a host of this name runs, wherever the resource is kept. */
export const hostLabel = `${sessionGroup}/host`;

/** The states of a session; `''` before it is started. */
export const sessionStates = ['', 'Starting', 'Running', 'Stopping', 'Stopped', 'Failed'] as const;
export type SessionState = (typeof sessionStates)[number];

/** The desired state of a session. It starts when this is `Running`. `Stopped` is final. */
type DesiredState = '' | 'Running' | 'Stopped';

/** Who asked for a session. */
export type SessionOwner =
  | { readonly kind: 'controller'; readonly instanceId: string }
  /** The user of the editor. */
  | { readonly kind: 'user' }
  /** A client of the resource API. */
  | { readonly kind: 'api' }
  /** Prepared by the host, for the first request that matches. */
  | { readonly kind: 'host' };

/** Whether the session belongs to the controller with this instance id. */
export function isOwnedBy(session: IdeSession, instanceId: string): boolean {
  const { owner } = session.metadata;
  return owner.kind === 'controller' && owner.instanceId === instanceId;
}

/** Whether another host runs the session. This host only keeps it. */
export function isRunElsewhere({ metadata }: IdeSession): boolean {
  return metadata.labels?.[hostLabel] !== undefined;
}

/** The IdeSession resource: everything that is known about a session (microsoft/dcp, pull request 172). */
export interface IdeSession {
  readonly metadata: {
    /** Unique among the present sessions. A removed session's name can be used again. */
    readonly name: string;
    /** Never used again; the same as the name where the host chooses the name. */
    readonly uid: string;
    readonly owner: SessionOwner;
    readonly creationTimestamp: string;
    /** Grows with every change of any session, also over restarts of the host. */
    readonly resourceVersion: number;
    /** Grows with every change of the spec, and when the removal is requested. */
    readonly generation: number;
    /** Set when the session is to be stopped and removed. */
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    /** The session isn't removed while there are any. */
    readonly finalizers?: readonly string[];
  };
  readonly spec: SessionSpec;
  readonly status: SessionStatus;
}

/**
 * What a user asks for in the editor beyond a launch configuration. Only this host creates it: nothing
 * that a controller sends becomes part of it.
 */
export type LaunchIntent =
  /** A project with its page, by the launch profile of `dotnet run` unless one is named. */
  | { readonly kind: 'app'; readonly browser: string | undefined; readonly url: string | undefined }
  /** A controller that is to find this window; a project without a page, by the same launch profile. */
  | { readonly kind: 'controller' }
  /** A page of a running browser, which has its DevTools at this address. */
  | { readonly kind: 'attach'; readonly address: string; readonly port: number };

export interface SessionSpec {
  /** What to run, validated for its type. */
  readonly launchConfiguration: AnyLaunchConfiguration;
  /** The launch configurations as they were requested, in JSON; absent except in sessions of API clients. */
  readonly launchConfigurations?: string;
  /** Absent in sessions of controllers. */
  readonly intent?: LaunchIntent;
  /** Overrides the variables of the launch profile and of the IDE. Secret: never shown. */
  readonly env: readonly EnvironmentVariable[];
  /** Replaces the launch profile's arguments where given. */
  readonly args?: readonly string[];
  /** The absolute folder of the debug configuration, from which relative paths start. */
  readonly workspace?: string;
  readonly desiredState: DesiredState;
}

export interface SessionStatus {
  readonly state: SessionState;
  /** Why the session is in its state. Can be shown to users. */
  readonly message?: string;
  /** The cause of `Failed`, in PascalCase. */
  readonly reason?: string;
  /** The id of the session in the run-session protocol. */
  readonly sessionID?: string;
  /** The pid of the current process; undefined if it is unknown. */
  readonly pid?: number | undefined;
  /** When the current process started; RFC 3339 with microseconds. */
  readonly startupTimestamp?: string;
  /** When the session ended; RFC 3339 with microseconds. */
  readonly finishTimestamp?: string;
  /** The exit code of the program; absent if it is unknown. */
  readonly exitCode?: number;
  readonly stdOutFile?: string;
  readonly stdErrFile?: string;
  readonly conditions?: readonly SessionCondition[] | undefined;
}

/** A condition, in the form that all Kubernetes objects have. */
export interface SessionCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** The cause, in PascalCase. */
  readonly reason: string;
  /** Can be shown to users. */
  readonly message: string;
  /** When the status of the condition changed; RFC 3339 in whole seconds. */
  readonly lastTransitionTime: string;
}

/** The condition of a session whose files have changed since its program was launched. Absent in all others. */
export const outOfDateCondition = 'OutOfDate';

/**
 * The condition of a session whose program was asked to be replaced by one of the present files: Unknown while
 * it is under way, then True or False. Absent before the first request.
 */
export const recreatedCondition = 'Recreated';

/**
 * The condition of a session that the host stops by itself: False with the time at which it will, True when it
 * has. Absent in all others.
 */
export const expiredCondition = 'Expired';

/**
 * The condition of a session that the host prepares ahead: Unknown while it does, False with the reason if it
 * can't now, True if it is ready or was claimed. Absent in all others.
 */
export const preparedCondition = 'Prepared';

/** Whether the host prepares the session ahead, and no request has claimed it yet. */
export function isUnclaimed({ metadata, spec }: IdeSession): boolean {
  return metadata.owner.kind === 'host' && spec.desiredState === '';
}

/** Returns how far a session is prepared; `undefined` if the host doesn't prepare it. */
export function getPreparation<Condition extends Pick<SessionCondition, 'type'>>({
  status,
}: WithConditions<Condition>): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === preparedCondition);
}

/** Returns when or why the host stops a session by itself; `undefined` if it doesn't. */
export function getExpiry<Condition extends Pick<SessionCondition, 'type'>>({
  status,
}: WithConditions<Condition>): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === expiredCondition);
}

/** Returns why a session is out of date; `undefined` if it isn't, or if that isn't known. */
export function getOutOfDate<
  Condition extends Pick<SessionCondition, 'type'> & { readonly status: string },
>({ status }: WithConditions<Condition>): Condition | undefined {
  return status?.conditions?.find(
    (condition) => condition.type === outOfDateCondition && condition.status === 'True',
  );
}

/** A session, or an object that a server shows of it. */
interface WithConditions<Condition> {
  readonly status?: { readonly conditions?: readonly Condition[] | undefined } | undefined;
}

/** Formats a timestamp of the resource: RFC 3339 in UTC with microseconds. */
export function toTimestamp(time: Date): string {
  return time.toISOString().replace('Z', '000Z');
}
