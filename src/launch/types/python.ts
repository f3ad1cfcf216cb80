import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { programEnvironment } from '../environment.ts';
import { launchErrors } from '../errors.ts';
import type { LaunchContext, LaunchMapper, ProgramLaunchPlan } from '../launchPlan.ts';
import { displayPath, emptyToUndefined, parseConfiguration } from '../properties.ts';

type PythonConfiguration = ReturnType<typeof parseConfiguration<'python'>>;

/** Python buffers output to pipes in blocks; logs should arrive as they are written. */
const defaults = { PYTHONUNBUFFERED: '1' };

/** What Python runs. */
type Target =
  | { readonly kind: 'script'; readonly script: string; readonly workingDirectory: string }
  | { readonly kind: 'module'; readonly module: string; readonly workingDirectory: string };

/** Python programs: a script, or a module run with -m. */
export const mapPython: LaunchMapper = (request, context): ProgramLaunchPlan => {
  const configuration = parseConfiguration('python', request);
  const target = getTarget(configuration, context);
  const { workingDirectory } = target;
  const interpreter =
    emptyToUndefined(configuration.interpreter_path) ?? virtualInterpreter(target, context);
  const args = request.args ?? [];
  const environment = programEnvironment(request, context, defaults);
  return {
    kind: 'program',
    name: getName(target, context),
    mode: getMode(configuration),
    program: {
      command: interpreter ?? getPython(context.platform),
      args: [...(target.kind === 'script' ? [target.script] : ['-m', target.module]), ...args],
      workingDirectory,
      environment,
      ...(target.kind === 'script' && { script: target.script }),
    },
    debug: {
      kind: 'adapter',
      startsCommand: interpreter !== undefined,
      configuration: {
        type: 'debugpy',
        request: 'launch',
        ...(target.kind === 'script' ? { program: target.script } : { module: target.module }),
        ...(interpreter !== undefined && { python: interpreter }),
        args,
        cwd: workingDirectory,
        env: environment,
        console: 'internalConsole',
        redirectOutput: true,
      },
    },
    sources:
      target.kind === 'script'
        ? { kind: 'python', script: target.script }
        : { kind: 'pythonModule', folder: workingDirectory, module: target.module },
  };
};

/** Returns the interpreter of the virtual environment next to a program, or in its working directory. */
function virtualInterpreter(
  target: Target,
  { hasFile, platform }: LaunchContext,
): string | undefined {
  const folders = [
    ...(target.kind === 'script' ? [dirname(target.script)] : []),
    target.workingDirectory,
  ];
  const interpreter = platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
  return folders
    .map((folder) => join(folder, '.venv', interpreter))
    .find((path) => hasFile?.(path));
}

/** Returns the command of Python. */
export function getPython(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'python' : 'python3';
}

function getTarget(configuration: PythonConfiguration, context: LaunchContext): Target {
  const path =
    emptyToUndefined(configuration.program_path) ?? emptyToUndefined(configuration.project_path);
  const folder = emptyToUndefined(configuration.working_directory);
  const module = emptyToUndefined(configuration.module);
  if (module !== undefined) {
    return {
      kind: 'module',
      module,
      workingDirectory: resolve(context.workspace, folder ?? path ?? ''),
    };
  }
  if (path === undefined) {
    throw launchErrors.PythonProgramMissing();
  }
  const base = folder ?? (isAbsolute(path) ? dirname(path) : '');
  const workingDirectory = resolve(context.workspace, base);
  return { kind: 'script', script: resolve(workingDirectory, path), workingDirectory };
}

function getName(target: Target, context: LaunchContext): string {
  if (target.kind === 'module') return `${basename(target.workingDirectory)} (-m ${target.module})`;
  return displayPath(target.script, context);
}
