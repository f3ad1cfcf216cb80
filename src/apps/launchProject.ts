import { getFolderLink } from '../dotnet/files/folderLink.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { LaunchProfile } from '../launch/profiles/launchProfile.ts';
import { appErrors } from './errors.ts';
import { createPage } from './pages/appPages.ts';
import { ProgramReloading } from './hotReload/programReloading.ts';
import type { HotReloadUser } from '../wasm/hotReload/hotReloadPort.ts';
import { withYieldedPort } from './prepared/yieldedPort.ts';
import { EarlyPage } from './pages/earlyPage.ts';
import { evaluateProject } from './evaluateProject.ts';
import { buildEarly, buildEvaluated } from '../projects/buildProject.ts';
import { LiveInputs } from '../sessions/inputs/liveInputs.ts';
import type { LaunchScope } from '../common/launchScope.ts';
import type { LaunchListener, LaunchOptions, LoadedPage, LoadedPageOptions } from './launch.ts';
import { shownPhases } from './phaseProgress.ts';
import { reportInputs } from '../projects/projectInputs.ts';
import type { ProjectLaunch } from '../projects/projectLaunch.ts';
import type { LaunchEvents } from '../sessions/run/strategy.ts';
import { readLaunchProfile } from '../projects/projectProfile.ts';
import { planProjectRun, type ProjectRun, runProjectProgram } from '../projects/projectRun.ts';
import { serveApp } from './serveApp.ts';

/**
 * Evaluates, builds and runs a project. If it is a WebAssembly client or serves one, its page is opened and
 * debugged. Resolves to the exit code when it has ended. Rejects with a HumanError.
 */
export async function launchProject(
  plan: ProjectLaunchPlan,
  options: LaunchOptions,
  events: LaunchEvents,
  scope: LaunchScope,
  listener: LaunchListener,
): Promise<number | undefined> {
  const { candidates, debugging, host, opening, progress, session, tools } = options;
  const readSince = host.clock.now();
  const reloadUser = debugging?.hotReload ?? options.hotReload;
  const phases = await shownPhases(plan.project, host.clock, progress, scope);
  const projects = tools.projects.with(plan.build);
  const link = await getFolderLink(plan.project);
  const common = { host, events, scope, phases };
  const servers = withYieldedPort(tools.servers, opening.loadedPages);
  const ofLaunch = { ...tools, servers };
  const launch: ProjectLaunch = { ...common, plan, link, tools: ofLaunch, projects, session };
  const early = await buildEarly(launch);
  const evaluating = phases.measure('evaluate', () => evaluateProject(launch, candidates));
  const client = evaluating.then(({ app }) => app?.client);
  client.catch(() => undefined);
  const live = reloadUser && new LiveInputs();
  const loading = { candidates, debugging, host, opening, session, tools };
  const loaded = await holdLoaded(plan, loading, scope, events);
  const pageLaunch = { ...common, opening, live, loaded };
  const earlyPage = await EarlyPage.open(client, launch, debugging, pageLaunch);
  const { app, project } = await evaluating;
  // A page that was loaded ahead is used by the early page, even if that is closed.
  const lateLaunch = earlyPage === undefined ? pageLaunch : { ...pageLaunch, loaded: undefined };
  listener.evaluated(app?.client ?? project);
  const page =
    earlyPage?.confirm(app) ??
    (app && plan.page && createPage(app, plan.page, launch, debugging, lateLaunch));
  const withoutPage = app === undefined ? planProjectRun(launch) : undefined;
  const reloading = withoutPage && createReloading(project, withoutPage, launch, live, reloadUser);
  const run = async (): Promise<number | undefined> => {
    await buildEvaluated(project, launch, early);
    void reportInputs(project.path, readSince, events, (page ?? reloading) && live);
    // A restore may change how the project is run, and its run target may depend on the build.
    const built = await projects.runFacts(project.path, scope.signal);
    const profile = await readLaunchProfile(built, launch);
    checkRunTarget(built, profile);
    if (withoutPage === undefined) return serveApp(built, profile, page, launch, listener);
    const begin = await (reloading?.prepare(built) ?? withoutPage.run);
    return runProjectProgram(built, profile, launch, begin);
  };
  // The browser needs neither the build nor the server, so it is opened in parallel.
  const [exitCode] = await Promise.all([run(), page?.prepare()]);
  return exitCode;
}

/** Creates the hot reload of a project's program; `undefined` unless the user wants it. */
function createReloading(
  project: ProjectFacts,
  running: ProjectRun,
  { events, host, link, plan, scope, session, tools }: ProjectLaunch,
  live: LiveInputs | undefined,
  user: HotReloadUser | undefined,
): ProgramReloading | undefined {
  // A controller decides at its start what it starts.
  if (user === undefined || session.controller !== undefined) return undefined;
  const launch = { events, host, live, scope };
  const { dotnet } = tools;
  return new ProgramReloading(project, { user, link, dotnet, build: plan.build, running, launch });
}

/** Takes the page of a launch, if one was loaded ahead, until the launch ends. */
export async function holdLoaded(
  plan: ProjectLaunchPlan,
  options: LoadedPageOptions,
  scope: LaunchScope,
  { explain }: Pick<LaunchEvents, 'explain'>,
): Promise<LoadedPage | undefined> {
  const { kept, loadedPages } = options.opening;
  if (kept?.hasBrowser || loadedPages === undefined) return undefined;
  const { clock } = options.host;
  const asked = clock.elapsed();
  const taking = loadedPages.take(plan, options, scope.signal);
  const loaded = await scope.hold(taking, async (page) => page?.close());
  if (plan.page !== undefined) {
    const result = loaded === undefined ? 'missed' : 'taken';
    explain?.({ kind: 'page', result, milliseconds: clock.elapsed() - asked });
  }
  return loaded;
}

/** Throws a HumanError if the run target has failed, unless another program runs the project. */
function checkRunTarget(
  { name, runTargetFailure }: ProjectFacts,
  profile: LaunchProfile | undefined,
): void {
  if (runTargetFailure === undefined || profile?.commandName === 'Executable') return;
  throw appErrors.RunTargetFailed({ project: name, reason: runTargetFailure });
}
