import { getFolderLink } from '../dotnet/files/folderLink.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { LaunchProfile } from '../launch/profiles/launchProfile.ts';
import { appErrors } from './errors.ts';
import { createPage } from './pages/appPages.ts';
import { EarlyPage } from './pages/earlyPage.ts';
import { buildEarly, buildEvaluated } from '../projects/buildProject.ts';
import { findApp, type BlazorApp } from './search/detection.ts';
import { LiveInputs } from '../sessions/inputs/liveInputs.ts';
import type { LaunchScope } from '../common/launchScope.ts';
import type { LaunchListener, LaunchOptions } from './launch.ts';
import { shownPhases } from './phaseProgress.ts';
import { reportInputs } from '../projects/projectInputs.ts';
import type { ProjectLaunch } from '../projects/projectLaunch.ts';
import type { LaunchEvents } from '../sessions/run/strategy.ts';
import { checkProfile, isRunByOther, profileFor } from '../projects/projectProfile.ts';
import { planProjectRun, runProjectProgram } from '../projects/projectRun.ts';
import { serveApp } from './serveApp.ts';

/**
 * Evaluates, builds and runs a project. If it is a WebAssembly client or serves one, its page is opened and
 * debugged. Resolves to the exit code when it has ended. Rejects with a HumanError.
 */
export async function launchProject(
  plan: ProjectLaunchPlan,
  { candidates, debugging, host, opening, progress, session, tools }: LaunchOptions,
  events: LaunchEvents,
  scope: LaunchScope,
  listener: LaunchListener,
): Promise<number | undefined> {
  const readSince = host.clock.now();
  const phases = await shownPhases(plan.project, host.clock, progress, scope);
  const projects = tools.projects.with(plan.build);
  const link = await getFolderLink(plan.project);
  const common = { host, events, scope, phases };
  const launch: ProjectLaunch = { ...common, plan, link, tools, projects, session };
  const early = await buildEarly(launch);
  const evaluating = phases.measure('evaluate', () => evaluateProject(launch, candidates));
  const client = evaluating.then(({ app }) => app?.client);
  client.catch(() => undefined);
  const live = debugging?.hotReload && new LiveInputs();
  const pageLaunch = { ...common, opening, live };
  const earlyPage = await EarlyPage.open(client, launch, debugging, pageLaunch);
  const { app, project } = await evaluating;
  listener.evaluated(app?.client ?? project);
  const page =
    earlyPage?.confirm(app) ??
    (app && plan.page && createPage(app, plan.page, launch, debugging, pageLaunch));
  const withoutPage = app === undefined ? planProjectRun(launch) : undefined;
  const run = async (): Promise<number | undefined> => {
    await buildEvaluated(project, launch, early);
    // Only a page takes changes.
    void reportInputs(project.path, readSince, events, page && live);
    // A restore may change how the project is run, and its run target may depend on the build.
    const built = await projects.runFacts(project.path, scope.signal);
    const profile = await profileFor(built, launch);
    checkRunTarget(built, profile);
    return withoutPage === undefined
      ? serveApp(built, profile, page, launch, listener)
      : runProjectProgram(built, profile, launch, withoutPage);
  };
  // The browser needs neither the build nor the server, so it is opened in parallel.
  const [exitCode] = await Promise.all([run(), page?.prepare()]);
  return exitCode;
}

interface Evaluated {
  readonly app: BlazorApp | undefined;
  /** The project to build and start: that of the server for a hosted app. */
  readonly project: ProjectFacts;
}

/** Evaluates a project, and finds the app that it belongs to. Rejects with a HumanError if it can't be run. */
export async function evaluateProject(
  { scope, plan, projects }: ProjectLaunch,
  candidates: LaunchOptions['candidates'],
): Promise<Evaluated> {
  // Without a custom run target, one evaluation is valid before and after the build.
  const asked = await projects.runFacts(plan.project, scope.signal);
  if (asked.kind === 'library' && !(await isRunByOther(asked, plan))) {
    throw appErrors.ProjectNotRunnable({ project: asked.name });
  }
  const others = asked.kind === 'client' ? ((await candidates?.()) ?? []) : [];
  const app = await findApp(asked.path, projects, others, scope.signal);
  const project = app?.kind === 'hosted' ? app.server : asked;
  await checkProfile(project, plan);
  return { app, project };
}

/** Throws a HumanError if the run target has failed, unless another program runs the project. */
function checkRunTarget(
  { name, runTargetFailure }: ProjectFacts,
  profile: LaunchProfile | undefined,
): void {
  if (runTargetFailure === undefined || profile?.commandName === 'Executable') return;
  throw appErrors.RunTargetFailed({ project: name, reason: runTargetFailure });
}
