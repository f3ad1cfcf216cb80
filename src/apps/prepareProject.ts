import { onAbort } from '../common/abort.ts';
import { LaunchScope } from '../common/launchScope.ts';
import { getFolderLink } from '../dotnet/files/folderLink.ts';
import type { ProjectLaunchPlan } from '../launch/launchPlan.ts';
import { buildEvaluated } from '../projects/buildProject.ts';
import type { ProjectLaunch } from '../projects/projectLaunch.ts';
import type { PrepareEvents } from '../sessions/run/strategy.ts';
import type { LaunchOptions } from './launch.ts';
import { evaluateProject } from './evaluateProject.ts';

type PrepareOptions = Pick<LaunchOptions, 'candidates' | 'host' | 'session' | 'tools'>;

/**
 * Builds a project while an earlier build of it runs, so that its next launch finds it up to date. MSBuild
 * replaces the files of a program only after everything was compiled, and removes each before it writes the new
 * one, so that programs keep those that they have opened. Rejects with a HumanError.
 */
export async function prepareProject(
  plan: ProjectLaunchPlan,
  { candidates, host, session, tools }: PrepareOptions,
  events: PrepareEvents,
  signal: AbortSignal,
): Promise<void> {
  if (plan.isPrebuilt) return;
  const scope = new LaunchScope();
  const cancelling = onAbort(signal, () => void scope.release());
  const launch: ProjectLaunch = {
    plan,
    link: await getFolderLink(plan.project),
    host,
    tools,
    projects: tools.projects.with(plan.build),
    session,
    events: { ...events, waiting() {}, started() {}, output: () => undefined },
    scope,
    phases: { measure: (_phase, work) => work() },
  };
  try {
    const { project } = await evaluateProject(launch, candidates);
    await buildEvaluated(project, launch, undefined);
  } finally {
    cancelling.dispose();
    await scope.release();
  }
}
