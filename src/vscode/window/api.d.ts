// What other extensions get from this one: copy this file to compile against it.

import type { DebugConfiguration, Disposable } from 'vscode';

/** What `activate()` of the extension `ide-session-host.ide-session-host` returns. */
export interface IdeSessionHostApi {
  /** Grows with what is added to the API; what is there stays as it is. */
  readonly version: 1;

  /**
   * Registers a type of launch configurations: `/info` lists it, and controllers may send it, until
   * the result is disposed. A type that is built in, or in the user's settings, is replaced meanwhile.
   * Throws if another extension has registered the type.
   */
  registerLaunchType(type: string, toDebugConfiguration: ToDebugConfiguration): Disposable;
}

/**
 * Makes the debug configuration of one session. Its debug adapter launches the program and should
 * report it by the events `process`, `output` (categories stdout and stderr) and `exited`. What is
 * thrown here fails the session, and its message goes to the controller.
 */
export type ToDebugConfiguration = (
  request: LaunchRequest,
) => DebugConfiguration | PromiseLike<DebugConfiguration>;

/** What a controller asks for. */
export interface LaunchRequest {
  /** As the controller sent it. */
  readonly launchConfiguration: {
    readonly type: string;
    readonly [property: string]: unknown;
  };
  /** `Debug` also where the launch configuration has no mode. For `NoDebug` the adapter gets `noDebug`. */
  readonly mode: 'Debug' | 'NoDebug';
  /**
   * The variables of the request. They are given to the adapter by themselves, as `env`, together with
   * those that programs inherit; an `env` in the debug configuration goes on top of both.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Absent where the controller leaves the arguments to whoever launches the program. */
  readonly args?: readonly string[];
}
