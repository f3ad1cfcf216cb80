import { basename, resolve } from 'node:path';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { programEnvironment } from '../environment.ts';
import { launchErrors } from '../errors.ts';
import { getWorkingDirectory, withoutScript } from './javaScript.ts';
import type {
  LaunchContext,
  LaunchMapper,
  LaunchRequest,
  ProgramLaunchPlan,
} from '../launchPlan.ts';
import { displayPath, emptyToUndefined, parseConfiguration } from '../properties.ts';

type NodeConfiguration = ReturnType<typeof parseConfiguration<'node'>>;

/** Node programs: a script, or a package manager that runs a package script. */
export const mapNode: LaunchMapper = (request, context) => {
  const configuration = parseConfiguration('node', request);
  const runtime = emptyToUndefined(configuration.runtime_executable) ?? 'node';
  const method =
    emptyToUndefined(configuration.launch_method) ??
    (isNode(runtime) ? 'direct' : 'package-manager');
  return method === 'direct'
    ? direct(runtime, configuration, request, context)
    : packageManager(runtime, configuration, request, context);
};

function direct(
  runtime: string,
  configuration: NodeConfiguration,
  request: LaunchRequest,
  context: LaunchContext,
): ProgramLaunchPlan {
  const scriptPath = emptyToUndefined(configuration.script_path);
  if (scriptPath === undefined) {
    throw launchErrors.ScriptMissing();
  }
  const workingDirectory = getWorkingDirectory(configuration, context);
  const script = resolve(workingDirectory, scriptPath);
  const args = withoutScript(request.args ?? [], script, workingDirectory);
  return {
    kind: 'program',
    name: displayPath(script, context),
    mode: getMode(configuration),
    program: {
      command: runtime,
      args: [script, ...args],
      workingDirectory,
      environment: programEnvironment(request, context),
      script,
    },
    debug: { kind: 'inspector' },
    sources: { kind: 'javaScript', script },
  };
}

function packageManager(
  runtime: string,
  configuration: NodeConfiguration,
  request: LaunchRequest,
  context: LaunchContext,
): ProgramLaunchPlan {
  const workingDirectory = getWorkingDirectory(configuration, context);
  const args = request.args ?? [];
  const folder = displayPath(workingDirectory, context);
  return {
    kind: 'program',
    name: `${folder} (${[runtime, ...args.slice(0, 2)].join(' ')})`,
    mode: getMode(configuration),
    program: {
      command: runtime,
      args,
      workingDirectory,
      environment: programEnvironment(request, context),
    },
    debug: { kind: 'inspector' },
    sources: { kind: 'package', folder: workingDirectory },
  };
}

function isNode(runtime: string): boolean {
  return /^node(\.exe)?$/i.test(basename(runtime));
}
