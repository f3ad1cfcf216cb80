import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { ProjectLaunch } from '../projects/projectLaunch.ts';
import { checkProfile, isRunByOther } from '../projects/projectProfile.ts';
import { appErrors } from './errors.ts';
import type { LaunchOptions } from './launch.ts';
import { type BlazorApp, findApp } from './search/detection.ts';

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
