// The API for other extensions. Copy this file to compile against it.

import type { DebugConfiguration, Disposable, Event } from 'vscode';

/** The exports of the extension `ide-session-host.ide-session-host`. */
export interface IdeSessionHostApi {
  /** Members may be added to a version. A change that breaks an extension increments it. */
  readonly version: 1;

  /**
   * Registers a launch configuration type. It is listed in `/info` and accepted from controllers until the
   * result is disposed of. It overrides a built-in type, or one in the user's settings, of the same name. Throws
   * if another extension has registered the type.
   */
  registerLaunchType(type: string, toDebugConfiguration: ToDebugConfiguration): Disposable;

  /**
   * Returns the sessions of this window in order of creation, with the latest of those that have ended. Empty in
   * an untrusted workspace.
   */
  listSessions(): readonly Session[];

  /** Fires after each change of a session. */
  readonly onDidChangeSessions: Event<SessionChange>;

  /**
   * Starts a session, and resolves when it is created. Rejects if its launch configuration is invalid, if no
   * debugger or tool for its type is installed, or if the workspace is not trusted. Later failures are a state of
   * the session. To start a debug configuration of the type `ide-session`, use `vscode.debug.startDebugging`.
   */
  startSession(request: SessionRequest): Promise<Session>;

  /**
   * Stops a session of any origin, and resolves to its last state when it has ended. Rejects if there is no
   * session of this name.
   */
  stopSession(name: string): Promise<Session>;
}

/** A session that is to be started. */
export interface SessionRequest {
  /** What to run, as a controller would send it: a built-in type, one of the user's settings, or a registered one. */
  readonly launchConfiguration: {
    readonly type: string;
    /** `Debug` if absent. */
    readonly mode?: 'Debug' | 'NoDebug';
    readonly [property: string]: unknown;
  };
  /** Variables of the program, over those that it inherits. No API shows their values. */
  readonly env?: Readonly<Record<string, string>>;
  /** If absent, the default arguments of the program apply. */
  readonly args?: readonly string[];
  /** The absolute folder that relative paths start from. The first workspace folder if absent. */
  readonly folder?: string;
}

/** A session as it was at one point in time. */
export interface Session {
  /** Unique among the present sessions. */
  readonly name: string;
  /** The base name of the project or program; absent if the launch configuration doesn't tell. */
  readonly project?: string;
  /** The type of its launch configuration. */
  readonly type: string;
  /** The requested mode. */
  readonly mode: 'Debug' | 'NoDebug';
  /** Who asked for it: a controller, the user, an extension or another client, or the host that has prepared it. */
  readonly origin: 'controller' | 'user' | 'api' | 'host';
  /** The instance id of its controller. */
  readonly controller?: string;
  /** `Stopped` and `Failed` are final. A program that ended by itself is `Stopped`. */
  readonly state: 'NotStarted' | 'Starting' | 'Running' | 'Stopping' | 'Stopped' | 'Failed';
  /** Why it is in its state. It may quote the output of a build. */
  readonly message?: string;
  /** Of the current process; absent if it is unknown. */
  readonly pid?: number;
  /** Absent if it is unknown. */
  readonly exitCode?: number;
  /** These times are in RFC 3339. */
  readonly created?: string;
  /** When the current process started. */
  readonly started?: string;
  readonly ended?: string;
}

/** A change of a session. One that is removed is in its last state. */
export interface SessionChange {
  readonly type: 'added' | 'changed' | 'removed';
  readonly session: Session;
}

/**
 * Creates the debug configuration of a session. Its debug adapter launches the program and should send the
 * events `process`, `output` (categories stdout and stderr) and `exited`. If it throws, the session fails and
 * the message is sent to the controller.
 */
export type ToDebugConfiguration = (
  request: LaunchRequest,
) => DebugConfiguration | PromiseLike<DebugConfiguration>;

/** The request of a controller. */
export interface LaunchRequest {
  /** The launch configuration, as the controller sent it. */
  readonly launchConfiguration: {
    readonly type: string;
    readonly [property: string]: unknown;
  };
  /** `Debug` if the launch configuration has no mode. For `NoDebug`, `noDebug` is set for the adapter. */
  readonly mode: 'Debug' | 'NoDebug';
  /**
   * The variables of the request. They are passed to the adapter automatically as `env`, together with inherited
   * variables. An `env` in the debug configuration overrides both.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Absent if the default arguments of the program apply. */
  readonly args?: readonly string[];
}
