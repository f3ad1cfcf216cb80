import { basename, parse, resolve } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { adapterVariables } from '../adapterVariables.ts';
import { programEnvironment } from '../environment.ts';
import type {
  AdapterDebugPlan,
  DebugConfiguration,
  LaunchContext,
  LaunchMapper,
  ProgramLaunchPlan,
  ProgramPlan,
} from '../launchPlan.ts';
import { emptyToUndefined, parseConfiguration } from '../properties.ts';

const phrases = definePhrases({
  noExecutable:
    'cargo.executable_path is missing from the launch configuration, which newer hosting packages send',
});

/**
 * Rust programs. Cargo builds them, and a native debugger launches the executable, or it is run directly.
 * If the executable is unknown, Cargo builds and runs it.
 */
export const mapRust: LaunchMapper = (request, context): ProgramLaunchPlan => {
  const configuration = parseConfiguration('rust', request);
  const workingDirectory = resolve(
    context.workspace,
    emptyToUndefined(configuration.working_directory) ?? '',
  );
  const options = buildOptions(configuration.cargo?.args ?? []);
  const executable = emptyToUndefined(configuration.cargo?.executable_path);
  const args = request.args ?? [];
  const cargo: Omit<ProgramPlan, 'args'> = {
    command: 'cargo',
    workingDirectory,
    environment: programEnvironment(request, context),
  };
  return {
    kind: 'program',
    name: executable === undefined ? basename(workingDirectory) : parse(executable).name,
    mode: getMode(configuration),
    program: {
      ...cargo,
      args: ['run', ...quietly(options), ...(args.length > 0 ? ['--', ...args] : [])],
    },
    ...(executable !== undefined && {
      build: {
        args: ['build', ...options],
        output: { path: resolve(workingDirectory, executable) },
        programArgs: args,
      },
    }),
    debug:
      executable === undefined
        ? {
            kind: 'none',
            reason: phrases.noExecutable(),
          }
        : debugPlan(resolve(workingDirectory, executable), args, context, {
            ...cargo,
            args: ['build', ...options],
          }),
    sources: { kind: 'rust', folder: workingDirectory },
  };
};

/** Returns the options of `cargo build`: controllers send its arguments including `build`. */
function buildOptions(args: readonly string[]): readonly string[] {
  return args[0] === 'build' ? args.slice(1) : args;
}

/** Adds --quiet, so that Cargo's messages are not mixed with the program's output. */
function quietly(options: readonly string[]): readonly string[] {
  const isSet = options.some((option) => /^(-q|--quiet|-v+|--verbose)$/.test(option));
  return isSet ? options : ['--quiet', ...options];
}

/** Prefers the debugger for Rust to those for C++. */
function debugPlan(
  executable: string,
  args: readonly string[],
  context: LaunchContext,
  build: ProgramPlan,
): AdapterDebugPlan {
  const { environment, workingDirectory } = build;
  const launch = { request: 'launch', program: executable, args, cwd: workingDirectory } as const;
  const lldb: DebugConfiguration = {
    type: 'lldb',
    ...launch,
    ...adapterVariables('lldb', environment),
    terminal: 'console',
    sourceLanguages: ['rust'],
  };
  // The Visual Studio debugger can't read the symbols of the GNU toolchain.
  const isMicrosofts = context.platform === 'win32' && !/-windows-gnu/.test(executable);
  const type = isMicrosofts ? 'cppvsdbg' : 'cppdbg';
  const native: DebugConfiguration = {
    type,
    ...launch,
    ...adapterVariables(type, environment),
    console: 'internalConsole',
    ...(!isMicrosofts && { MIMode: context.platform === 'darwin' ? 'lldb' : 'gdb' }),
  };
  return { kind: 'adapter', configuration: lldb, alternatives: [native], build };
}
