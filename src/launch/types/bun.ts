import { resolve } from 'node:path';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { programEnvironment } from '../environment.ts';
import { launchErrors } from '../errors.ts';
import { withoutScript, getWorkingDirectory } from './javaScript.ts';
import type {
  LaunchContext,
  LaunchMapper,
  LaunchRequest,
  ProgramLaunchPlan,
} from '../launchPlan.ts';
import { displayPath, emptyToUndefined, parseConfiguration } from '../properties.ts';

type BunConfiguration = ReturnType<typeof parseConfiguration<'bun'>>;

/** What Bun runs: a script, or `run` with the name of a package script. */
interface Target {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly script?: string;
}

/** Bun programs: a script, or a package script. */
export const mapBun: LaunchMapper = (request, context): ProgramLaunchPlan => {
  const configuration = parseConfiguration('bun', request);
  const runtime = emptyToUndefined(configuration.runtime_executable) ?? 'bun';
  const workingDirectory = getWorkingDirectory(configuration, context);
  const isPackageScript =
    (emptyToUndefined(configuration.launch_method) ?? getMethod(request)) === 'package-manager';
  const target = isPackageScript
    ? packageScript(runtime, workingDirectory, request, context)
    : scriptFile(configuration, workingDirectory, request, context);
  const environment = programEnvironment(request, context);
  return {
    kind: 'program',
    name: target.name,
    mode: getMode(configuration),
    program: {
      command: runtime,
      args: [target.program, ...target.args],
      workingDirectory,
      environment,
      ...(target.script !== undefined && { script: target.script }),
    },
    debug: {
      kind: 'adapter',
      configuration: {
        type: 'bun',
        request: 'launch',
        program: target.program,
        args: target.args,
        cwd: workingDirectory,
        runtime,
        env: environment,
      },
    },
    sources:
      target.script === undefined
        ? { kind: 'package', folder: workingDirectory }
        : { kind: 'javaScript', script: target.script },
  };
};

/** Derives the launch method from the arguments. */
function getMethod({ args }: LaunchRequest): 'package-manager' | 'direct' {
  return args?.[0] === 'run' ? 'package-manager' : 'direct';
}

function packageScript(
  runtime: string,
  workingDirectory: string,
  request: LaunchRequest,
  context: LaunchContext,
): Target {
  const [program = 'run', ...args] = request.args ?? [];
  const folder = displayPath(workingDirectory, context);
  const name = `${folder} (${[runtime, program, ...args.slice(0, 1)].join(' ')})`;
  return { name, program, args };
}

function scriptFile(
  configuration: BunConfiguration,
  workingDirectory: string,
  request: LaunchRequest,
  context: LaunchContext,
): Target {
  const path = emptyToUndefined(configuration.script_path);
  if (path === undefined) {
    throw launchErrors.ScriptMissing();
  }
  const script = resolve(workingDirectory, path);
  const args = withoutScript(request.args ?? [], script, workingDirectory);
  return { name: displayPath(script, context), program: script, args, script };
}
