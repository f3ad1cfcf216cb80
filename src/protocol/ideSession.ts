import type { AnyLaunchConfiguration } from './launchConfigurations.ts';
import type { EnvironmentVariable } from './runSession.ts';

/** Where a session is on its way; `''` before anything was done for it. */
export type SessionState = '' | 'Starting' | 'Running' | 'Stopping' | 'Stopped' | 'Failed';

/** What is wanted of a session. Starts only when `Running`; once `Stopped`, nothing else any more. */
type DesiredState = '' | 'Running' | 'Stopped';

/** Who asked for a session. */
export type SessionOwner =
  | { readonly kind: 'controller'; readonly instanceId: string }
  /** Whoever sits at the editor. */
  | { readonly kind: 'user' };

/** Whether the session belongs to the controller with this instance id. */
export function isOwnedBy(session: IdeSession, instanceId: string): boolean {
  const { owner } = session.metadata;
  return owner.kind === 'controller' && owner.instanceId === instanceId;
}

/** The IdeSession resource: the one truth about a session (microsoft/dcp, pull request 172). */
export interface IdeSession {
  readonly metadata: {
    readonly name: string;
    readonly owner: SessionOwner;
    readonly creationTimestamp: string;
    /** Grows with every change of any session. */
    readonly resourceVersion: number;
    /** Set when the session is to be removed, which stops it first. */
    readonly deletionTimestamp?: string;
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
  /** Absent in sessions of controllers. */
  readonly intent?: LaunchIntent;
  /** Goes on top of the launch profile's and the IDE's variables. Secret: never shown. */
  readonly env: readonly EnvironmentVariable[];
  /** Replaces the launch profile's arguments where given. */
  readonly args?: readonly string[];
  /** The absolute folder of the debug configuration, from which relative paths start. */
  readonly workspace?: string;
  readonly desiredState: DesiredState;
}

export interface SessionStatus {
  readonly state: SessionState;
  /** Why the session is in its state, fit to be shown. */
  readonly message?: string;
  /** The cause of `Failed`, in PascalCase. */
  readonly reason?: string;
  /** The id under which the run-session protocol knows the session. */
  readonly sessionID?: string;
  /** The present process's; undefined where it can't be known. */
  readonly pid?: number | undefined;
  /** When the present process started; RFC 3339 with microseconds. */
  readonly startupTimestamp?: string;
  /** When the session ended; RFC 3339 with microseconds. */
  readonly finishTimestamp?: string;
  /** The program's own; absent where it can't be known. */
  readonly exitCode?: number;
  readonly stdOutFile?: string;
  readonly stdErrFile?: string;
}

/** RFC 3339 in UTC with six digits of a second, as the resource's timestamps are written. */
export function toTimestamp(time: Date): string {
  return time.toISOString().replace('Z', '000Z');
}
