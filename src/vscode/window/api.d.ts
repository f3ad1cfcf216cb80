// The API for other extensions. Copy this file to compile against it.

import type { DebugConfiguration, Disposable } from 'vscode';

/** The exports of the extension `ide-session-host.ide-session-host`. */
export interface IdeSessionHostApi {
  /** Incremented when the API is extended. Existing members don't change. */
  readonly version: 1;

  /**
   * Registers a launch configuration type. It is listed in `/info` and accepted from controllers until the
   * result is disposed of. It overrides a built-in type, or one in the user's settings, of the same name. Throws
   * if another extension has registered the type.
   */
  registerLaunchType(type: string, toDebugConfiguration: ToDebugConfiguration): Disposable;
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
