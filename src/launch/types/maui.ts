import { basename, dirname, extname, resolve } from 'node:path';
import { getMode } from '../../protocol/launchConfigurations.ts';
import type { EnvironmentVariable } from '../../protocol/runSession.ts';
import { programEnvironment } from '../environment.ts';
import { launchErrors } from '../errors.ts';
import type { AdapterLaunchPlan, DebugConfiguration, LaunchMapper } from '../launchPlan.ts';
import { emptyToUndefined, parseConfiguration } from '../properties.ts';

/** .NET MAUI apps. Only the MAUI extension can build and deploy them. */
export const mapMaui: LaunchMapper = (request, context): AdapterLaunchPlan => {
  const configuration = parseConfiguration('maui', request);
  const project = resolve(context.workspace, configuration.project_path);
  const platform = emptyToUndefined(configuration.platform);
  const mode = getMode(configuration);
  const name = basename(project, extname(project));
  const optional = {
    targetFramework: emptyToUndefined(configuration.target_framework),
    platform: platform?.toLowerCase(),
    device: emptyToUndefined(configuration.device),
    runtimeIdentifier: emptyToUndefined(configuration.runtime_identifier),
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
    // The MAUI extension's own flag for running without debugging.
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

/** Formats variables as lines. Variables of this machine are omitted, since the app may run on another one. */
function variableLines(env: readonly EnvironmentVariable[]): string | undefined {
  const broken = env.find(({ value }) => /[\r\n]/.test(value));
  if (broken !== undefined) {
    throw launchErrors.VariableWithLineBreak({ name: broken.name });
  }
  return env.length === 0 ? undefined : env.map(({ name, value }) => `${name}=${value}`).join('\n');
}
