import { basename, dirname, extname, resolve } from 'node:path';
import { modeOf } from '../../protocol/launchConfigurations.ts';
import type { EnvironmentVariable } from '../../protocol/runSession.ts';
import { programEnvironment } from '../environment.ts';
import { launchErrors } from '../errors.ts';
import type { AdapterLaunchPlan, DebugConfiguration, LaunchMapper } from '../launchPlan.ts';
import { given, parseConfiguration } from '../properties.ts';

/** .NET MAUI apps, which the MAUI extension alone knows how to build and to bring to a device. */
export const mapMaui: LaunchMapper = (request, context): AdapterLaunchPlan => {
  const configuration = parseConfiguration('maui', request);
  const project = resolve(context.workspace, configuration.project_path);
  const platform = given(configuration.platform);
  const mode = modeOf(configuration);
  const name = basename(project, extname(project));
  const optional = {
    targetFramework: given(configuration.target_framework),
    platform: platform?.toLowerCase(),
    device: given(configuration.device),
    runtimeIdentifier: given(configuration.runtime_identifier),
    msbuildProperties: configuration.msbuild_properties ?? undefined,
    environmentVariables: variableLines(request.env),
  };
  const debug: DebugConfiguration = {
    type: 'maui',
    request: 'launch',
    project,
    configuration: 'Debug',
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    cwd: dirname(project),
    // The extension's own way to run without a debugger, beside the editor's.
    skipDebug: mode === 'NoDebug',
    preLaunchTask: 'maui: Build',
  };
  return {
    kind: 'adapter',
    name: platform === undefined ? name : `${name} (${platform})`,
    mode,
    program: {
      workingDirectory: dirname(project),
      environment: programEnvironment(request, context),
    },
    configure: () => Promise.resolve(debug),
  };
};

/** The app gets its variables in lines, and none that this machine has: it may run on another. */
function variableLines(env: readonly EnvironmentVariable[]): string | undefined {
  const broken = env.find(({ value }) => /[\r\n]/.test(value));
  if (broken !== undefined) {
    throw launchErrors.VariableWithLineBreak({ name: broken.name });
  }
  return env.length === 0 ? undefined : env.map(({ name, value }) => `${name}=${value}`).join('\n');
}
