import { HumanError } from '../common/humanError.ts';
import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { AppPage } from './appPage.ts';
import { pageOf } from './appPages.ts';
import { buildEarly, buildEvaluated, type EarlyBuild } from './buildProject.ts';
import { appOf, type BlazorApp } from './detection.ts';
import type { Held } from './held.ts';
import type { AppEvents, AppParts, Launched, ProjectLaunch } from './launch.ts';
import { Phases } from './phases.ts';
import { isRunByOther, profileFor } from './projectProfile.ts';
import { planProjectRun, runProjectProgram } from './projectRun.ts';
import { serveProject } from './serveProject.ts';

/**
 * Evaluates, builds and runs a project; if it is a WebAssembly client or serves one, its page is shown
 * and debugged. Resolves when it has ended; rejects with a HumanError for what went wrong.
 */
export async function launchProject(
  plan: ProjectLaunchPlan,
  parts: AppParts,
  events: AppEvents,
  held: Held,
  launched: Launched,
): Promise<void> {
  const phases = new Phases(parts.clock);
  const projects = parts.projects.with(plan.build);
  const launch: ProjectLaunch = { ...parts, projects, plan, events, held, launched, phases };
  const early = await buildEarly(launch);
  const { app, project } = await phases.measure('evaluate', () => evaluate(launch));
  launched.project = app?.client ?? project;
  const page = app && plan.page && pageOf(app, plan.page, launch);
  const withoutPage = app === undefined ? planProjectRun(launch) : undefined;
  await prepare(project, page, launch, early);
  // A restore may have changed how the project is run.
  const built = await projects.facts(project.path, held.signal);
  const profile = await profileFor(built, launch);
  return withoutPage === undefined
    ? serveProject(built, profile, page, launch)
    : runProjectProgram(built, profile, launch, withoutPage);
}

interface Evaluated {
  readonly app: BlazorApp | undefined;
  /** The project to build and to start: of a hosted app the server's. */
  readonly project: ProjectFacts;
}

async function evaluate({ candidates, held, plan, projects }: ProjectLaunch): Promise<Evaluated> {
  const asked = await projects.facts(plan.project, held.signal);
  if (asked.kind === 'library' && !(await isRunByOther(asked, plan))) throw notRunnable(asked);
  const others = asked.kind === 'client' ? await candidates() : [];
  const app = await appOf(asked.path, projects, others, held.signal);
  return { app, project: app?.kind === 'hosted' ? app.server : asked };
}

/** What is opened for the page needs no build, and is opened meanwhile. */
async function prepare(
  project: ProjectFacts,
  page: AppPage | undefined,
  launch: ProjectLaunch,
  early: EarlyBuild | undefined,
): Promise<void> {
  await Promise.all([page?.prepare(), buildEvaluated(project, launch, early)]);
}

function notRunnable({ name }: ProjectFacts): HumanError {
  return new HumanError(
    'ProjectNotRunnable',
    `${name} is a library, which can't be started. Start a project that uses it, or give it a launch profile of an Executable.`,
  );
}
