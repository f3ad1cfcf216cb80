import { basename, dirname, resolve } from 'node:path';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { splitCommandLine } from '../commandLine.ts';
import { programEnvironment } from '../environment.ts';
import type { LaunchContext, LaunchMapper, ProgramLaunchPlan } from '../launchPlan.ts';
import { displayPath, emptyToUndefined, parseConfiguration } from '../properties.ts';

/** Go packages. Delve builds and debugs them; without a debugger, they are built and then run. */
export const mapGo: LaunchMapper = (request, context): ProgramLaunchPlan => {
  const configuration = parseConfiguration('go', request);
  const folder = emptyToUndefined(configuration.working_directory);
  const target = resolve(context.workspace, folder ?? '', configuration.program);
  const packageFolder = target.endsWith('.go') ? dirname(target) : target;
  const workingDirectory = resolve(context.workspace, folder ?? packageFolder);
  const { build_flags: flags } = configuration;
  const buildFlags = typeof flags === 'string' ? splitCommandLine(flags) : (flags ?? []);
  const args = request.args ?? [];
  const environment = programEnvironment(request, context);
  return {
    kind: 'program',
    name: displayPath(target, context),
    mode: getMode(configuration),
    program: {
      command: 'go',
      args: ['run', ...buildFlags, target, ...args],
      workingDirectory,
      environment,
      script: target,
    },
    // Only `go run` supports -exec.
    ...(!buildFlags.some((flag) => /^--?exec\b/.test(flag)) && {
      build: {
        args: ['build', ...buildFlags, target],
        output: { option: '-o', name: executableName(target, context) },
        programArgs: args,
      },
    }),
    debug: {
      kind: 'adapter',
      configuration: {
        type: 'go',
        request: 'launch',
        mode: 'debug',
        debugAdapter: 'dlv-dap',
        program: target,
        ...(flags?.length && { buildFlags: flags }),
        args,
        cwd: workingDirectory,
        env: environment,
        console: 'internalConsole',
        // Separates the program's output from that of Delve.
        outputMode: 'remote',
      },
    },
    sources: { kind: 'go', folder: packageFolder },
  };
};

/** Returns the name that `go run` would give the executable. */
function executableName(target: string, { platform }: LaunchContext): string {
  return basename(target, '.go') + (platform === 'win32' ? '.exe' : '');
}
