import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { toHumanError } from '../common/humanError.ts';
import { type BuildIssue, buildFailure } from '../dotnet/build/build.ts';
import { buildKey, type BuildPlan } from '../dotnet/build/buildPlan.ts';
import { dotnetErrors } from '../dotnet/errors.ts';
import { type FolderLink, openedPath } from '../dotnet/files/folderLink.ts';
import { programHint } from '../dotnet/evaluate/programHint.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import { findProjectFile } from '../dotnet/files/projectFile.ts';
import { BuildProgress } from './buildProgress.ts';
import { LaunchCancelled } from '../common/launchScope.ts';
import { projectErrors } from './errors.ts';
import type { BuiltProject, ProjectLaunch } from './projectLaunch.ts';
import { isRunByOther } from './projectProfile.ts';

/** A build that was started before the evaluation of its project. */
export interface EarlyBuild {
  readonly plan: BuildPlan;
  readonly failure: Error | undefined;
}

/**
 * Starts to build a project that looks like a program before it is evaluated, since it is evaluated after
 * the build in any case. Projects for which a page may be opened in parallel are not built early.
 */
export async function buildEarly(launch: ProjectLaunch): Promise<EarlyBuild | undefined> {
  const { scope, plan } = launch;
  const project = await findProjectFile(plan.project).catch(() => undefined);
  const hint = project && (await programHint(project));
  scope.check();
  if (project === undefined || hint === undefined || plan.isPrebuilt) return undefined;
  if ((hint === 'server' && plan.page !== undefined) || isRefused(launch)) return undefined;
  const built = { name: basename(project, extname(project)), path: project };
  const buildPlan = { project, ...plan.build };
  try {
    await build(built, buildPlan, launch);
    return { plan: buildPlan, failure: undefined };
  } catch (error) {
    if (error instanceof LaunchCancelled) throw error;
    const failure = toHumanError(error, ({ reason }) =>
      dotnetErrors.BuildFailedWithoutErrors({ project: built.name, reason }),
    );
    return { plan: buildPlan, failure };
  }
}

/** Whether the program must not run because its debugger is missing, which is reported after its evaluation. */
function isRefused({ plan, session }: ProjectLaunch): boolean {
  if (plan.mode === 'NoDebug') return false;
  try {
    session.programDebugging();
    return false;
  } catch {
    return true;
  }
}

/** Builds an evaluated project, unless it was built early or by the controller. Rejects with a HumanError if it can't be built. */
export async function buildEvaluated(
  project: ProjectFacts,
  launch: ProjectLaunch,
  early: EarlyBuild | undefined,
): Promise<void> {
  if (launch.plan.isPrebuilt) return checkPrebuilt(project, launch);
  const plan = {
    project: project.path,
    ...launch.plan.build,
    ...(project.targetFrameworks.length > 1 && { targetFramework: project.targetFramework }),
  };
  if (early !== undefined && buildKey(early.plan) === buildKey(plan)) {
    if (early.failure !== undefined) throw early.failure;
    return;
  }
  if (project.targetFrameworks.length > 1) {
    launch.events.note(`Building ${project.name} for ${project.targetFramework}.\n`);
  }
  await build(project, plan, launch);
}

/** Projects that another program runs, by their launch profile, need no output. */
async function checkPrebuilt(project: ProjectFacts, { plan }: ProjectLaunch): Promise<void> {
  const { name, targetPath } = project;
  if (existsSync(targetPath) || (await isRunByOther(project, plan))) return;
  throw projectErrors.PrebuiltOutputMissing({ path: targetPath, project: name });
}

function build(project: BuiltProject, plan: BuildPlan, launch: ProjectLaunch): Promise<void> {
  return launch.phases.measure('build', () => buildNow(project, plan, launch));
}

async function buildNow(
  project: BuiltProject,
  plan: BuildPlan,
  { events, scope, host, link, tools: { buildObserver, builds } }: ProjectLaunch,
): Promise<void> {
  const decoder = new TextDecoder();
  const progress = new BuildProgress(project.name, host.clock, events);
  const listener = {
    output: (_stream: string, chunk: Uint8Array) =>
      events.note(decoder.decode(chunk, { stream: true })),
    postponed: () => {
      progress.postponed();
      events.note(`${project.name} is waiting for the running build.\n`);
    },
  };
  const building = progress.follow(builds.build(plan, listener, scope.signal));
  // The release of a launch waits for the end of its build.
  const kept = scope.hold(building, async () => undefined);
  buildObserver.building?.(project, building);
  const result = await kept;
  scope.check();
  const opened = { ...project, path: openedPath(project.path, link) };
  buildObserver.built?.(opened, toOpenedIssues(result.issues, link));
  if (result.kind === 'upToDate') events.note(`${project.name} is up to date.\n`);
  if (result.kind === 'failed') throw buildFailure(project.path, result, plan.folder);
}

/** Maps issues to the paths by which the user opened the files. */
function toOpenedIssues(
  issues: readonly BuildIssue[],
  link: FolderLink | undefined,
): readonly BuildIssue[] {
  return issues.map((issue) => ({ ...issue, file: openedPath(issue.file, link) }));
}
