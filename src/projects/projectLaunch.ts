import type { BuildIssue } from '../dotnet/build/build.ts';
import type { BuildResult } from '../dotnet/build/buildPlan.ts';
import type { Builds } from '../dotnet/build/builds.ts';
import type { FolderLink } from '../dotnet/files/folderLink.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { ProjectReader, Projects } from '../dotnet/evaluate/projects.ts';
import type { Dotnet } from '../dotnet/sdk/sdk.ts';
import type { ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { SessionOwner } from '../protocol/ideSession.ts';
import type { LaunchHost } from '../processes/launchHost.ts';
import type { RunEvents } from '../sessions/runner.ts';
import type { Held } from '../common/held.ts';
import type { ProgramDebugging } from './programDebugger.ts';
import type { WebServers } from './serving/webServers.ts';

/** A project that is built. */
export type BuiltProject = Pick<ProjectFacts, 'name' | 'path'>;

/** Shows what happens to the projects of an app. */
export interface BuildObserver {
  /** A build has begun, and is over when `done` settles. */
  building?(project: BuiltProject, done: Promise<BuildResult>): void;
  /** What the compiler had to say, which replaces what it said before. */
  built?(project: BuiltProject, issues: readonly BuildIssue[]): void;
}

/** What launches share to evaluate, build and serve projects, whatever settings they build them with. */
export interface ProjectTools {
  readonly dotnet: Dotnet;
  readonly projects: Projects;
  readonly builds: Builds;
  readonly servers: WebServers;
  readonly buildObserver: BuildObserver;
}

/** What a program gets that is a controller itself. */
interface ControllerLaunch {
  /** On top of all other variables. May be secret. */
  readonly variables: Readonly<Record<string, string>>;
  /** Hears the name of the launch profile that the program is told to run by, before it runs. */
  readonly launchedBy: (profile: string | undefined) => void;
}

/** The session that a project is launched for. */
export interface LaunchedSession {
  /** Controllers may make servers public by proxies of their own. */
  readonly requestedBy: SessionOwner['kind'];
  /** Present if the session's program is a controller that its user started. */
  readonly controller: ControllerLaunch | undefined;
  /** Says how a program that is to be debugged is run now. Throws a HumanError if it is not to be run. */
  readonly programDebugging: () => ProgramDebugging;
}

/** What a launch reports beside what every run does. */
export interface LaunchEvents extends RunEvents {
  /** What a tool that works for the launch has to say: the build, mostly. */
  note(text: string): void;
}

/** Measures the part of a launch that is the project's. */
interface ProjectPhases {
  measure<T>(phase: 'evaluate' | 'build' | 'serve', work: () => Promise<T>): Promise<T>;
}

/** One launch of a project. */
export interface ProjectLaunch {
  readonly plan: ProjectLaunchPlan;
  /** The link through which the project was opened. */
  readonly link: FolderLink | undefined;
  readonly host: LaunchHost;
  readonly tools: ProjectTools;
  /** As the plan builds them. */
  readonly projects: ProjectReader;
  readonly session: LaunchedSession;
  readonly events: LaunchEvents;
  readonly held: Held;
  readonly phases: ProjectPhases;
}
