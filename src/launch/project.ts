import { basename, extname, resolve } from 'node:path';
import { modeOf } from '../protocol/launchConfigurations.ts';
import type {
  BuildSettings,
  LaunchContext,
  LaunchMapper,
  ProjectLaunchPlan,
} from './launchPlan.ts';
import { profileVariable } from './launchProfile.ts';
import type { ProfileChoice } from './profileChoice.ts';
import { browserKind, given, parseConfiguration } from './properties.ts';

type ProjectConfiguration = ReturnType<typeof parseConfiguration<'project'>>;

/** .NET projects and file-based programs; what kind of project it is shows when it is evaluated. */
export const mapProject: LaunchMapper = (request, context): ProjectLaunchPlan => {
  const configuration = parseConfiguration('project', request);
  const project = resolve(context.workspace, configuration.project_path);
  const mode = modeOf(configuration);
  const isPageWanted = configuration.open_page ?? mode === 'Debug';
  return {
    kind: 'project',
    name: basename(project, extname(project)),
    mode,
    project,
    profile: profileOf(configuration, context),
    build: buildSettingsOf(configuration),
    env: request.env,
    ...(request.args && { args: request.args }),
    page: isPageWanted
      ? { browser: browserKind(configuration.browser), url: given(configuration.url) }
      : undefined,
  };
};

function buildSettingsOf({ build_configuration }: ProjectConfiguration): BuildSettings {
  const configuration = given(build_configuration);
  return configuration === undefined ? {} : { configuration };
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
