import { dirname } from 'node:path';
import { buildKey } from '../../dotnet/build/buildPlan.ts';
import { pathKey } from '../../dotnet/files/projectFile.ts';
import type { LaunchRequest, ProjectLaunchPlan } from '../../launch/launchPlan.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import type { Preset } from '../../sessions/prebuilds/preset.ts';
import type { Schedule } from '../../sessions/prebuilds/schedule.ts';
import type { PrebuildTools } from './prebuildTools.ts';

/** A project that is to be kept prepared. */
export interface ProjectToKeep {
  /** The absolute path of the project's file or folder. */
  readonly path: string;
  /** When it is built ahead; always if absent. */
  readonly schedule?: Schedule | undefined;
}

/** A project that is kept prepared. */
export interface KeptProject extends Preset {
  readonly request: LaunchRequest;
  readonly plan: ProjectLaunchPlan;
  /** The keys of the paths by which requests name the project: its file and its folder. */
  readonly paths: ReadonlySet<string>;
}

/** One is enough, since all sessions of a project use the same build of it. */
const count = 1;

/** Returns what is kept prepared of a project. One that isn't found is kept too: its preparation tells why. */
export async function findKeptProject(
  { path, schedule }: ProjectToKeep,
  launchTypes: LaunchTypes,
  tools: Pick<PrebuildTools, 'findFile'>,
): Promise<KeptProject> {
  const file = await tools.findFile(path).catch(() => path);
  const folder = dirname(file);
  const isOnly = (await tools.findFile(folder).catch(() => undefined)) === file;
  const launchConfiguration = { type: 'project', project_path: file, mode: 'NoDebug' } as const;
  const request = { launchConfiguration, env: [] };
  const plan = launchTypes.planCheck(request) as ProjectLaunchPlan;
  return {
    name: file,
    count,
    schedule,
    fingerprint: toFingerprint(file, plan),
    request,
    plan,
    paths: new Set([path, file, ...(isOnly ? [folder] : [])].map(pathKey)),
  };
}

/** Returns the project that a request launches, unless its controller has built it; `undefined` if it launches none. */
export function planProject(
  request: LaunchRequest,
  launchTypes: LaunchTypes,
): ProjectLaunchPlan | undefined {
  try {
    const plan = launchTypes.planCheck(request);
    return plan.kind === 'project' ? plan : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns whether a launch can use what is prepared: its build has the same project, configuration, variables
 * and working directory. Profile, mode, arguments and the program's variables are no part of a build.
 */
export function canUse(
  plan: ProjectLaunchPlan,
  { fingerprint, name, paths }: KeptProject,
): boolean {
  if (plan.isPrebuilt || !paths.has(pathKey(plan.project))) return false;
  return toFingerprint(name, plan) === fingerprint;
}

function toFingerprint(project: string, { build }: ProjectLaunchPlan): string {
  return buildKey({ project, ...build });
}
