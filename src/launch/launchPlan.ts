import type { LaunchIntent } from '../protocol/ideSession.ts';
import type { AnyLaunchConfiguration, RunMode } from '../protocol/launchConfigurations.ts';
import type { EnvironmentVariable } from '../protocol/runSession.ts';
import type { ProfileChoice } from './profiles/profileChoice.ts';

/** What a launch plan is made from: a launch configuration with its request's variables and arguments. */
export interface LaunchRequest {
  readonly launchConfiguration: AnyLaunchConfiguration;
  /** Only in requests of the user. */
  readonly intent?: LaunchIntent;
  readonly env: readonly EnvironmentVariable[];
  readonly args?: readonly string[];
  /** The absolute folder that relative paths start from, where it isn't the context's. */
  readonly workspace?: string;
}

/** What a launch plan depends on beside the request. */
export interface LaunchContext {
  /** The absolute folder that relative paths start from. */
  readonly workspace: string;
  /** The variables that programs inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Which variables of a program are of interest by their names; all of them if not given. */
  readonly wantsVariable?: (name: string) => boolean;
  /** The launch profile that controllers are launched by, where it is set; read when it is asked for. */
  readonly baseProfile?: string | undefined;
  /** Whether there is a file at an absolute path; without it no plan depends on files. */
  readonly hasFile?: (path: string) => boolean;
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
  | AdapterDebugPlan
  | {
      /** Nothing here debugs it. */
      readonly kind: 'none';
      /** Why, as a sentence goes on after a colon. */
      readonly reason: string;
    };

/** A debug adapter launches the program and reports `process` and `exited`. */
export interface AdapterDebugPlan {
  readonly kind: 'adapter';
  readonly configuration: DebugConfiguration;
  /** Whether the adapter starts the program by the command of the plan, not by a runtime of its own. */
  readonly startsCommand?: boolean;
  /** The same for debuggers of other types, in the order of preference. */
  readonly alternatives?: readonly DebugConfiguration[];
  /** What builds the program before the adapter launches it. */
  readonly build?: ProgramPlan;
}

/** A launch request in the terms of a debug adapter. */
export interface DebugConfiguration {
  readonly type: string;
  readonly request: 'launch' | 'attach';
  readonly [property: string]: unknown;
}

interface PlanBase {
  /** What the user sees the session as. */
  readonly name: string;
  /** With a debugger or without. */
  readonly mode: RunMode;
}

/** A program whose command is known from the request alone. */
export interface ProgramLaunchPlan extends PlanBase {
  readonly kind: 'program';
  readonly program: ProgramPlan;
  readonly debug: DebugPlan;
  /** How it is built and then run without a debugger, in place of `program`, which does both at once. */
  readonly build?: ProgramBuild;
}

/** A build by the command of a program's plan, and the program that comes of it. */
export interface ProgramBuild {
  readonly args: readonly string[];
  /** The executable: where the build puts it, or its name, with the option of the build that says where to put it. */
  readonly output: { readonly path: string } | { readonly name: string; readonly option: string };
  /** The arguments of the program. */
  readonly programArgs: readonly string[];
}

/** With what a project is evaluated and built, where the request says so. */
export interface BuildSettings {
  /** Debug, Release or a name of the project's; the project's own choice if absent. */
  readonly configuration?: string;
  /** Variables that are properties too, in the order of their names. May be secret. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where `dotnet` runs, which chooses the SDK; absolute. The project's folder if absent. */
  readonly folder?: string;
}

/** A .NET project, which is evaluated and built before it is known what is to be run. */
export interface ProjectLaunchPlan extends PlanBase {
  readonly kind: 'project';
  /** The absolute path of the project file, of the folder that has one, or of a file-based program. */
  readonly project: string;
  readonly profile: ProfileChoice;
  readonly build: BuildSettings;
  /** Whether the controller builds the project, so that what is there is run. */
  readonly isPrebuilt: boolean;
  readonly env: readonly EnvironmentVariable[];
  /** Replaces the launch profile's arguments where given. */
  readonly args?: readonly string[];
  /** The page that is opened if the project is a WebAssembly client or serves one. */
  readonly page: PagePlan | undefined;
}

/** Which page is shown, and in what. */
export interface PagePlan {
  readonly browser: BrowserKind | undefined;
  /** In place of the address that the server has. */
  readonly url: string | undefined;
}

/** A page that somebody else serves. */
export interface BrowserLaunchPlan extends PlanBase {
  readonly kind: 'browser';
  readonly url: string;
  readonly browser: BrowserKind | undefined;
  /** Absolute: a client's project or its folder, a server project that references one, or plain files. */
  readonly webRoot: string | undefined;
  /** The browser that shows the page already, by its DevTools address; a new one if absent. */
  readonly running: DevToolsAddress | undefined;
}

/** Browsers that speak the DevTools protocol, by the names that js-debug has for them. */
export const browserKinds = ['chrome', 'msedge', 'chromium'] as const;
export type BrowserKind = (typeof browserKinds)[number];

export interface DevToolsAddress {
  readonly address: string;
  readonly port: number;
}

/** Something that only a debug adapter knows how to launch, with a debugger or without one. */
export interface AdapterLaunchPlan extends PlanBase {
  readonly kind: 'adapter';
  /** The folder and the whole environment that the program gets, inherited variables included. */
  readonly program: Pick<ProgramPlan, 'workingDirectory' | 'environment'>;
  /** What the adapter is asked, which others may have to be asked for first. */
  readonly configure: () => Promise<DebugConfiguration>;
}

/** What is to be done for a launch request. */
export type LaunchPlan =
  ProgramLaunchPlan | ProjectLaunchPlan | BrowserLaunchPlan | AdapterLaunchPlan;

/**
 * Looks quickly whether what a plan names is there. Rejects with a HumanError for what is known to fail;
 * of what the plan's program inherits, only the search path is known.
 */
export type LaunchCheck = (plan: LaunchPlan) => Promise<void>;

/** Makes the plan for one type of launch configuration; throws a HumanError for what it can't run. */
export type LaunchMapper = (request: LaunchRequest, context: LaunchContext) => LaunchPlan;
