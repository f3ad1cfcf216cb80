import { HumanError } from '../common/humanError.ts';
import { buildFailure } from '../dotnet/build.ts';
import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { AppPage } from './appPage.ts';
import { pageOf } from './appPages.ts';
import { appOf, type BlazorApp } from './detection.ts';
import type { Held } from './held.ts';
import type { AppEvents, Launched, LaunchParts, ProjectLaunch } from './launch.ts';
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
  parts: LaunchParts,
  events: AppEvents,
  held: Held,
  launched: Launched,
): Promise<void> {
  const phases = new Phases(parts.clock);
  const launch: ProjectLaunch = { ...parts, plan, events, held, launched, phases };
  const { app, project } = await phases.measure('evaluate', () => evaluate(launch));
  launched.project = app?.client ?? project;
  const page = app && plan.page && pageOf(app, plan.page, launch);
  const withoutPage = app === undefined ? planProjectRun(launch) : undefined;
  await prepare(project, page, launch);
  // A restore may have changed how the project is run.
  const built = await parts.projects.facts(project.path, held.signal);
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
): Promise<void> {
  const preparing = page?.prepare();
  const building = launch.phases.measure('build', () => build(project, launch));
  await Promise.all([preparing, building]);
}

async function build(project: ProjectFacts, launch: ProjectLaunch): Promise<void> {
  const { buildObserver, builds, events, held } = launch;
  const decoder = new TextDecoder();
  const plan = {
    project: project.path,
    ...(project.targetFrameworks.length > 1 && { targetFramework: project.targetFramework }),
  };
  if (project.targetFrameworks.length > 1) {
    events.note(`${project.name} is built for ${project.targetFramework}.\n`);
  }
  const listener = {
    output: (_stream: string, chunk: Uint8Array) =>
      events.note(decoder.decode(chunk, { stream: true })),
  };
  const building = builds.build(plan, listener, held.signal);
  // A launch that is released waits for the end of its build.
  const kept = held.hold(building, async () => undefined);
  buildObserver.building(project, building);
  const result = await kept;
  held.check();
  buildObserver.built(project, result.issues);
  if (result.kind === 'upToDate') events.note(`${project.name} is up to date.\n`);
  if (result.kind === 'failed') throw buildFailure(project.path, result);
}

function notRunnable({ name }: ProjectFacts): HumanError {
  return new HumanError(
    'ProjectNotRunnable',
    `${name} is a library, which can't be started. Start a project that uses it, or give it a launch profile of an Executable.`,
  );
}
