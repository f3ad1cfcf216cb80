import { basename, extname, resolve } from 'node:path';
import { type LaunchConfiguration, modeOf } from '../../protocol/launchConfigurations.ts';
import type {
  BuildSettings,
  LaunchContext,
  LaunchMapper,
  LaunchRequest,
  ProjectLaunchPlan,
} from '../launchPlan.ts';
import { profileVariable } from '../profiles/launchProfile.ts';
import type { ProfileChoice } from '../profiles/profileChoice.ts';
import { browserKind, given, parseConfiguration } from '../properties.ts';

type ProjectType = 'project' | 'project-with-external-build.v1';
type ProjectConfiguration = LaunchConfiguration<ProjectType>;

/** .NET projects and file-based programs; what kind of project it is shows when it is evaluated. */
export const mapProject: LaunchMapper = (request, context) =>
  planProject(parseConfiguration('project', request), request, context);

/** .NET projects whose controller builds them. */
export const mapPrebuiltProject: LaunchMapper = (request, context) =>
  planProject(parseConfiguration('project-with-external-build.v1', request), request, context);

function planProject(
  configuration: ProjectConfiguration,
  request: LaunchRequest,
  context: LaunchContext,
): ProjectLaunchPlan {
  const project = resolve(context.workspace, configuration.project_path);
  const mode = modeOf(configuration);
  const isPageWanted = configuration.open_page ?? mode === 'Debug';
  return {
    kind: 'project',
    name: basename(project, extname(project)),
    mode,
    project,
    profile: profileOf(configuration, context),
    build: buildSettingsOf(configuration, context),
    isPrebuilt: configuration.suppress_build === true,
    env: request.env,
    ...(request.args && { args: request.args }),
    page: isPageWanted
      ? { browser: browserKind(configuration.browser), url: given(configuration.url) }
      : undefined,
  };
}

function buildSettingsOf(asked: ProjectConfiguration, { workspace }: LaunchContext): BuildSettings {
  const configuration = given(asked.build_configuration);
  const folder = given(asked.build_working_directory);
  const variables = Object.entries(asked.build_environment ?? {}).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return {
    ...(configuration !== undefined && { configuration }),
    ...(variables.length > 0 && { environment: Object.fromEntries(variables) }),
    ...(folder !== undefined && { folder: resolve(workspace, folder) }),
  };
}

function profileOf(
  { default_launch_profile, disable_launch_profile, launch_profile }: ProjectConfiguration,
  context: LaunchContext,
): ProfileChoice {
  if (disable_launch_profile === true) return { kind: 'none' };
  const name = given(launch_profile);
  if (name !== undefined) return { kind: 'named', name };
  if (default_launch_profile === true) return { kind: 'default' };
  return { kind: 'base', name: baseProfileOf(context) };
}

/** The launch profile that controllers are launched by, which a program that inherits from us is told so. */
function baseProfileOf({ baseProfile, environment }: LaunchContext): string | undefined {
  return given(baseProfile) ?? given(environment[profileVariable]);
}
