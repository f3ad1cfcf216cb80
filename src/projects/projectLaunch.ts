import type { BuildIssue } from '../dotnet/build/build.ts';
import type { BuildResult } from '../dotnet/build/buildPlan.ts';
import type { ProjectBuilds } from '../dotnet/build/builds.ts';
import type { FolderLink } from '../dotnet/files/folderLink.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { ProjectReader, Projects } from '../dotnet/evaluate/projects.ts';
import type { Dotnet } from '../dotnet/sdk/sdk.ts';
import type { ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { SessionOwner } from '../protocol/ideSession.ts';
import type { LaunchHost } from '../processes/launchHost.ts';
import type { LaunchEvents } from '../sessions/run/strategy.ts';
import type { LaunchScope } from '../common/launchScope.ts';
import type { ProgramDebugging } from './programDebugger.ts';
import type { WebServers } from './serving/webServers.ts';

/** The project of a build. */
export type BuiltProject = Pick<ProjectFacts, 'name' | 'path'>;

/** Observes the builds of projects. */
export interface BuildObserver {
  /** A build has started. It ends when `done` settles. */
  building?(project: BuiltProject, done: Promise<BuildResult>): void;
  /** The issues of a build, which replace those of the previous one. */
  built?(project: BuiltProject, issues: readonly BuildIssue[]): void;
}

/** Shared services that evaluate, build and serve projects with any settings. */
export interface ProjectTools {
  readonly dotnet: Dotnet;
  readonly projects: Projects;
  readonly builds: ProjectBuilds;
  readonly servers: Pick<WebServers, 'acquire'>;
  readonly buildObserver: BuildObserver;
}

/** The launch of a program that is a controller. */
interface ControllerLaunch {
  /** Override all other variables. May be secret. */
  readonly variables: Readonly<Record<string, string>>;
  /** Called with the name of the program's launch profile before it starts. */
  readonly launchedBy: (profile: string | undefined) => void;
}

/** The session that a project is launched for. */
export interface LaunchedSession {
  /** Controllers may expose servers through their own proxies. */
  readonly requestedBy: SessionOwner['kind'];
  /** Present if the program is a controller that the user started. */
  readonly controller: ControllerLaunch | undefined;
  /** Returns how to debug a program. Throws a HumanError if it must not run without a debugger. */
  readonly programDebugging: () => ProgramDebugging;
}

/** Measures the phases of a project's launch. */
interface ProjectPhases {
  measure<T>(phase: 'evaluate' | 'build' | 'serve', work: () => Promise<T>): Promise<T>;
}

/** One launch of a project. */
export interface ProjectLaunch {
  readonly plan: ProjectLaunchPlan;
  /** The symbolic link through which the project was opened. */
  readonly link: FolderLink | undefined;
  readonly host: LaunchHost;
  readonly tools: ProjectTools;
  /** Projects with the build settings of the plan. */
  readonly projects: ProjectReader;
  readonly session: LaunchedSession;
  readonly events: LaunchEvents;
  readonly scope: LaunchScope;
  readonly phases: ProjectPhases;
}
