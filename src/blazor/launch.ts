import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { BuildIssue } from '../dotnet/build.ts';
import type { BuildResult } from '../dotnet/buildPlan.ts';
import type { Builds } from '../dotnet/builds.ts';
import type { FolderLink } from '../dotnet/folderLink.ts';
import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { ProjectReader, Projects } from '../dotnet/projects.ts';
import type { Dotnet } from '../dotnet/sdk.ts';
import type { LaunchContext, ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { SessionOwner } from '../protocol/ideSession.ts';
import type { ProgramOptions } from '../runners/program.ts';
import type { RunEvents } from '../sessions/runner.ts';
import type { ShownPage } from './appPage.ts';
import type { AskDialog } from './browser/pageDialog.ts';
import type { BrowserSettings } from './browserSettings.ts';
import type { CSharpSettings } from './csharpSettings.ts';
import type { BreakpointTexts } from './debugProxy/conditions/breakpointTexts.ts';
import type { Held } from './held.ts';
import type { PageBreakpoint, PageDebuggers } from './pageDebugger.ts';
import type { ProgramDebugging } from './programDebugger.ts';
import type { PhaseHistory, PhaseView } from './phaseProgress.ts';
import type { Phases } from './phases.ts';
import type { WebServers } from './serving/webServers.ts';

/** A project that is built. */
export type BuiltProject = Pick<ProjectFacts, 'name' | 'path'>;

/** Whoever shows what happens to the projects of an app. */
export interface BuildObserver {
  /** A build has begun, and is over when `done` settles. */
  building?(project: BuiltProject, done: Promise<BuildResult>): void;
  /** What the compiler had to say, which replaces what it said before. */
  built(project: BuiltProject, issues: readonly BuildIssue[]): void;
}

/** Dependencies of a launch. */
export interface LaunchParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly launchContext: LaunchContext;
  readonly programOptions: ProgramOptions;
  /** As the launch builds them. */
  readonly projects: ProjectReader;
  readonly dotnet: Dotnet;
  readonly builds: Builds;
  readonly servers: WebServers;
  readonly browserSettings: () => BrowserSettings;
  readonly csharpSettings: () => CSharpSettings;
  /** Answers the JavaScript dialogs of pages that no window shows. */
  readonly askDialog: AskDialog;
  readonly buildObserver: BuildObserver;
  /** Projects that may serve a client that has no server of its own. */
  readonly candidates: () => Promise<readonly string[]>;
  readonly breakpointTexts: BreakpointTexts;
  /** Shows the phases of a launch; absent where nobody waits for them. */
  readonly phaseView: PhaseView | undefined;
  readonly phaseHistory: PhaseHistory;
  /** Hears of C# breakpoints of an app that stay unbound. */
  readonly unbound: (title: string, breakpoints: readonly PageBreakpoint[]) => void;
  /** What a project's program gets on top of all other variables. May be secret. */
  readonly ownVariables: Readonly<Record<string, string>>;
  /** Controllers may make servers public by proxies of their own. */
  readonly requestedBy: SessionOwner['kind'];
  /** Hears the name of the launch profile that the session's program is told to run by, before it runs. */
  readonly launchedBy: (profile: string | undefined) => void;
  /** Absent where there is no debugger. */
  readonly pageDebuggers: PageDebuggers | undefined;
  /** Says how a program that is to be debugged is run now. Throws a HumanError if it is not to be run. */
  readonly programDebugging: () => ProgramDebugging;
}

/** Dependencies of all launches of a host, whatever settings they build projects with. */
export interface AppParts extends LaunchParts {
  readonly projects: Projects;
}

/** What is known of a launch after its end. */
export interface Launched {
  /** Of the program that the session stands for. */
  exitCode: number | undefined;
  /** The page, while it is shown. */
  page: ShownPage | undefined;
  /** The client or the project that was started, once it was evaluated. */
  project: ProjectFacts | undefined;
}

/** What a run of an app reports beside what every run does. */
export interface AppEvents extends RunEvents {
  /** What a tool that works for the app has to say: the build, mostly. */
  note(text: string): void;
}

/** One launch of a project. */
export interface ProjectLaunch extends LaunchParts {
  readonly plan: ProjectLaunchPlan;
  /** The link through which the project was opened. */
  readonly link: FolderLink | undefined;
  readonly events: AppEvents;
  readonly held: Held;
  readonly launched: Launched;
  readonly phases: Phases;
}
