import { basename, extname, resolve } from 'node:path';
import { modeOf } from '../protocol/launchConfigurations.ts';
import type { LaunchMapper, ProjectLaunchPlan } from './launchPlan.ts';
import type { ProfileChoice } from './launchProfiles.ts';
import {
  browserKind,
  given,
  invalidLaunchConfiguration,
  parseConfiguration,
} from './properties.ts';

type ProjectConfiguration = ReturnType<typeof parseConfiguration<'project'>>;

/** .NET projects; what kind of project it is shows when it is evaluated. */
export const mapProject: LaunchMapper = (request, context): ProjectLaunchPlan => {
  const configuration = parseConfiguration('project', request);
  const project = resolve(context.workspace, configuration.project_path);
  if (extname(project).toLowerCase() === '.cs') {
    throw invalidLaunchConfiguration(
      'project_path names a source file. File-based programs do not run here; name a project file.',
    );
  }
  const mode = modeOf(configuration);
  const isPageWanted = configuration.open_page ?? mode === 'Debug';
  return {
    kind: 'project',
    name: basename(project, extname(project)),
    mode,
    project,
    profile: profileOf(configuration),
    env: request.env,
    ...(request.args && { args: request.args }),
    page: isPageWanted
      ? { browser: browserKind(configuration.browser), url: given(configuration.url) }
      : undefined,
  };
};

function profileOf(configuration: ProjectConfiguration): ProfileChoice {
  if (configuration.disable_launch_profile === true) return { kind: 'none' };
  const name = given(configuration.launch_profile);
  if (name !== undefined) return { kind: 'named', name };
  return { kind: configuration.default_launch_profile === true ? 'default' : 'none' };
}
