import type { AnyLaunchConfiguration } from '../protocol/launchConfigurations.ts';
import type { EnvironmentVariable } from '../protocol/runSession.ts';

/** What a launch plan is made from: a launch configuration with its request's variables and arguments. */
export interface LaunchRequest {
  readonly launchConfiguration: AnyLaunchConfiguration;
  readonly env: readonly EnvironmentVariable[];
  readonly args?: readonly string[];
}

/** What a launch plan depends on beside the request. */
export interface LaunchContext {
  /** The absolute folder that relative paths start from. */
  readonly workspace: string;
  /** The variables that programs inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** A program to be run as a process. */
export interface ProgramPlan {
  /** A name to look up in PATH, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  /** The whole environment, inherited variables included. Secret: never shown. */
  readonly environment: Readonly<Record<string, string>>;
  /** The file that the command runs, which must be there before the start. */
  readonly script?: string;
}

/** How a debugger gets at the program. */
type DebugPlan =
  | {
      /** The program is ours: it is run with Node's inspector open, and js-debug attaches to it. */
      readonly kind: 'inspector';
    }
  | {
      /** A debug adapter launches the program and reports `process` and `exited`. */
      readonly kind: 'adapter';
      readonly configuration: DebugConfiguration;
    };

/** A launch request in the terms of a debug adapter. */
export interface DebugConfiguration {
  readonly type: string;
  readonly request: 'launch' | 'attach';
  readonly [property: string]: unknown;
}

/** What is to be done for a launch request: with a debugger or without. */
export interface LaunchPlan {
  /** What the user sees the session as. */
  readonly name: string;
  readonly mode: 'Debug' | 'NoDebug';
  readonly program: ProgramPlan;
  readonly debug: DebugPlan;
}

/** Makes the plan for one type of launch configuration; throws a HumanError for what it can't run. */
export type LaunchMapper = (request: LaunchRequest, context: LaunchContext) => LaunchPlan;
