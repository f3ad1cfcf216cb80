import { basename, extname, resolve } from 'node:path';
import type { LaunchIntent } from '../../protocol/ideSession.ts';
import {
  type LaunchConfiguration,
  getMode,
  type RunMode,
} from '../../protocol/launchConfigurations.ts';
import type {
  BuildSettings,
  LaunchContext,
  LaunchMapper,
  LaunchRequest,
  PagePlan,
  ProjectLaunchPlan,
} from '../launchPlan.ts';
import { profileVariable } from '../profiles/launchProfile.ts';
import type { ProfileChoice } from '../profiles/profileChoice.ts';
import { browserKind, emptyToUndefined, parseConfiguration } from '../properties.ts';

type ProjectType = 'project' | 'project-with-external-build.v1';
type ProjectConfiguration = LaunchConfiguration<ProjectType>;

/** .NET projects and file-based programs. The kind of project is known after its evaluation. */
export const mapProject: LaunchMapper = (request, context) =>
  planProject(parseConfiguration('project', request), request, context);

/** .NET projects that their controller builds. */
export const mapPrebuiltProject: LaunchMapper = (request, context) =>
  planProject(parseConfiguration('project-with-external-build.v1', request), request, context);

function planProject(
  configuration: ProjectConfiguration,
  request: LaunchRequest,
  context: LaunchContext,
): ProjectLaunchPlan {
  const project = resolve(context.workspace, configuration.project_path);
  const mode = getMode(configuration);
  return {
    kind: 'project',
    name: basename(project, extname(project)),
    mode,
    project,
    profile: getProfile(configuration, request.intent, context),
    build: getBuildSettings(configuration, context),
    isPrebuilt: configuration.suppress_build === true,
    env: request.env,
    ...(request.args && { args: request.args }),
    page: getPage(mode, request.intent),
  };
}

function getPage(mode: RunMode, intent: LaunchIntent | undefined): PagePlan | undefined {
  if (intent?.kind === 'app') {
    return { browser: browserKind(intent.browser), url: emptyToUndefined(intent.url) };
  }
  const isWanted = mode === 'Debug' && intent?.kind !== 'controller';
  return isWanted ? { browser: undefined, url: undefined } : undefined;
}

function getBuildSettings(
  asked: ProjectConfiguration,
  { workspace }: LaunchContext,
): BuildSettings {
  const configuration = emptyToUndefined(asked.build_configuration);
  const folder = emptyToUndefined(asked.build_working_directory);
  const variables = Object.entries(asked.build_environment ?? {}).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return {
    ...(configuration !== undefined && { configuration }),
    ...(variables.length > 0 && { environment: Object.fromEntries(variables) }),
    ...(folder !== undefined && { folder: resolve(workspace, folder) }),
  };
}

function getProfile(
  { disable_launch_profile, launch_profile }: ProjectConfiguration,
  intent: LaunchIntent | undefined,
  context: LaunchContext,
): ProfileChoice {
  if (disable_launch_profile === true) return { kind: 'none' };
  const name = emptyToUndefined(launch_profile);
  if (name !== undefined) return { kind: 'named', name };
  if (intent !== undefined) return { kind: 'default' };
  return { kind: 'base', name: getBaseProfile(context) };
}

/** Returns the launch profile of the controller, from the settings or the inherited variable. */
function getBaseProfile({ baseProfile, environment }: LaunchContext): string | undefined {
  return emptyToUndefined(baseProfile) ?? emptyToUndefined(environment[profileVariable]);
}
