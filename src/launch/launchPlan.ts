import type { LaunchIntent } from '../protocol/ideSession.ts';
import type { AnyLaunchConfiguration, RunMode } from '../protocol/launchConfigurations.ts';
import type { EnvironmentVariable } from '../protocol/runSession.ts';
import type { ProfileChoice } from './profiles/profileChoice.ts';

/** The input of a launch plan: a launch configuration with the variables and arguments of its request. */
export interface LaunchRequest {
  readonly launchConfiguration: AnyLaunchConfiguration;
  /** Only in requests of the user. */
  readonly intent?: LaunchIntent;
  readonly env: readonly EnvironmentVariable[];
  readonly args?: readonly string[];
  /** The absolute base of relative paths, if it differs from that of the context. */
  readonly workspace?: string;
}

/** What a launch plan depends on besides the request. */
export interface LaunchContext {
  /** The absolute base of relative paths. */
  readonly workspace: string;
  /** The variables that programs inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Filters the variables of a program by name; all are kept if absent. */
  readonly wantsVariable?: (name: string) => boolean;
  /** The launch profile that the controller was launched with, if it is set. */
  readonly baseProfile?: string | undefined;
  /** Whether a file exists at an absolute path. If absent, plans do not depend on files. */
  readonly hasFile?: (path: string) => boolean;
}

/** A program to run as a process. */
export interface ProgramPlan {
  /** A command in PATH, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  /** The complete environment, including inherited variables. Secret: never shown. */
  readonly environment: Readonly<Record<string, string>>;
  /** The file that the command runs. It must exist before the start. */
  readonly script?: string;
}

/** How a debugger attaches to the program. */
type DebugPlan =
  | {
      /** The host runs the program with Node's inspector, and js-debug attaches to it. */
      readonly kind: 'inspector';
    }
  | AdapterDebugPlan
  | {
      /** There is no debugger for it. */
      readonly kind: 'none';
      /** Why; continues a sentence after a colon. */
      readonly reason: string;
    };

/** A debug adapter launches the program and reports `process` and `exited`. */
export interface AdapterDebugPlan {
  readonly kind: 'adapter';
  readonly configuration: DebugConfiguration;
  /** Whether the adapter starts the command of the plan, rather than a runtime of its own. */
  readonly startsCommand?: boolean;
  /** Configurations for other debug types, in order of preference. */
  readonly alternatives?: readonly DebugConfiguration[];
  /** The build that runs before the adapter launches the program. */
  readonly build?: ProgramPlan;
}

/** The debug configuration of a launch or attach request. */
export interface DebugConfiguration {
  readonly type: string;
  readonly request: 'launch' | 'attach';
  readonly [property: string]: unknown;
}

interface PlanBase {
  /** The name of the session, as shown to users. */
  readonly name: string;
  readonly mode: RunMode;
}

/** A program whose command is known without an evaluation. */
export interface ProgramLaunchPlan extends PlanBase {
  readonly kind: 'program';
  readonly program: ProgramPlan;
  readonly debug: DebugPlan;
  /** How to build and then run it without a debugger, instead of `program`, which does both. */
  readonly build?: ProgramBuild;
  /** Absent if it isn't known which files decide the program. */
  readonly sources?: ProgramSources;
}

/** From which sources the files follow that decide a program. All paths are absolute. */
export type ProgramSources =
  | { readonly kind: 'javaScript' | 'python'; readonly script: string }
  /** A module that Python runs with -m, from its working directory. */
  | { readonly kind: 'pythonModule'; readonly folder: string; readonly module: string }
  /** The folder of a package script, or of a package that is built. */
  | { readonly kind: 'package' | 'go' | 'rust'; readonly folder: string };

/** A build with the command of a program's plan, and its output. */
export interface ProgramBuild {
  readonly args: readonly string[];
  /** The executable: its path, or its name with the option of the build that sets the path. */
  readonly output: { readonly path: string } | { readonly name: string; readonly option: string };
  /** The arguments of the program. */
  readonly programArgs: readonly string[];
}

/** Settings of a request for evaluating and building a project. */
export interface BuildSettings {
  /** Debug, Release or a custom configuration; the project's default if absent. */
  readonly configuration?: string;
  /** Variables, which are also MSBuild properties, ordered by name. May be secret. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The absolute working directory of `dotnet`, which selects the SDK; the project's folder if absent. */
  readonly folder?: string;
}

/** A .NET project. It has to be evaluated and built before its command is known. */
export interface ProjectLaunchPlan extends PlanBase {
  readonly kind: 'project';
  /** The absolute path of a project file, a folder that contains one, or a file-based program. */
  readonly project: string;
  readonly profile: ProfileChoice;
  readonly build: BuildSettings;
  /** Whether the controller has built the project, so that it is run without a build. */
  readonly isPrebuilt: boolean;
  readonly env: readonly EnvironmentVariable[];
  /** Replaces the arguments of the launch profile if present. */
  readonly args?: readonly string[];
  /** The page to open if the project is a WebAssembly client or serves one. */
  readonly page: PagePlan | undefined;
}

/** The page to open, and the browser. */
export interface PagePlan {
  readonly browser: BrowserKind | undefined;
  /** Replaces the address of the server. */
  readonly url: string | undefined;
}

/** A page that is served elsewhere. */
export interface BrowserLaunchPlan extends PlanBase {
  readonly kind: 'browser';
  readonly url: string;
  readonly browser: BrowserKind | undefined;
  /** Absolute: the project of a client or its folder, a server project that references one, or a folder of static files. */
  readonly webRoot: string | undefined;
  /** The DevTools address of a running browser to attach to; a new browser is started if absent. */
  readonly running: DevToolsAddress | undefined;
}

/** Browsers with the DevTools protocol, by js-debug's names. */
export const browserKinds = ['chrome', 'msedge', 'chromium'] as const;
export type BrowserKind = (typeof browserKinds)[number];

export interface DevToolsAddress {
  readonly address: string;
  readonly port: number;
}

/** A program that only a debug adapter can launch, with or without a debugger. */
export interface AdapterLaunchPlan extends PlanBase {
  readonly kind: 'adapter';
  /** The working directory and the complete environment of the program, including inherited variables. */
  readonly program: Pick<ProgramPlan, 'workingDirectory' | 'environment'>;
  /** Creates the debug configuration. */
  readonly configure: () => Promise<DebugConfiguration>;
}

/** How to carry out a launch request. */
export type LaunchPlan =
  ProgramLaunchPlan | ProjectLaunchPlan | BrowserLaunchPlan | AdapterLaunchPlan;

/**
 * Quickly checks that the files, folders and commands of a plan exist. Rejects with a HumanError if the
 * launch is known to fail. Of the inherited variables only the search path is known.
 */
export type LaunchCheck = (plan: LaunchPlan) => Promise<void>;

/** Creates the plan for one type of launch configuration. Throws a HumanError if it can't be run. */
export type LaunchMapper = (request: LaunchRequest, context: LaunchContext) => LaunchPlan;
