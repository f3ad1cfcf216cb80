import { resolve } from 'node:path';
import { modeOf } from '../../protocol/launchConfigurations.ts';
import { splitCommandLine } from '../commandLine.ts';
import { programEnvironment } from '../environment.ts';
import { launchErrors } from '../errors.ts';
import type {
  AdapterLaunchPlan,
  DebugConfiguration,
  LaunchContext,
  LaunchMapper,
  ProgramLaunchPlan,
  ProgramPlan,
} from '../launchPlan.ts';
import { displayPath, given, parseConfiguration } from '../properties.ts';

type JavaConfiguration = ReturnType<typeof parseConfiguration<'java'>>;

/**
 * Java programs. A class whose class path is given, and a source file, can be run by `java` itself; of
 * a Maven or Gradle project only the Java extension knows the class path.
 */
export const mapJava: LaunchMapper = (request, context): ProgramLaunchPlan | AdapterLaunchPlan => {
  const configuration = parseConfiguration('java', request);
  if (configuration.request === 'attach') {
    throw launchErrors.JavaAttachUnsupported();
  }
  const workingDirectory = resolve(context.workspace, given(configuration.working_directory) ?? '');
  const args = request.args ?? [];
  const program = { workingDirectory, environment: programEnvironment(request, context) };
  const debug = debugConfiguration(configuration, args, program);
  const base = {
    name: nameOf(configuration, workingDirectory, context),
    mode: modeOf(configuration),
  };
  const entry = entryOf(configuration, context);
  if (entry === undefined) {
    return { kind: 'adapter', ...base, program, configure: () => Promise.resolve(debug) };
  }
  return {
    kind: 'program',
    ...base,
    program: {
      command: 'java',
      args: [...vmArgs(configuration), ...entry, ...args],
      ...program,
    },
    debug: { kind: 'adapter', configuration: debug },
  };
};

function debugConfiguration(
  configuration: JavaConfiguration,
  args: readonly string[],
  { environment, workingDirectory }: Pick<ProgramPlan, 'environment' | 'workingDirectory'>,
): DebugConfiguration {
  const mainClass = given(configuration.main_class);
  const projectName = given(configuration.project_name);
  const { class_paths: classPaths, vm_args: options } = configuration;
  return {
    type: 'java',
    request: 'launch',
    ...(mainClass !== undefined && { mainClass }),
    ...(projectName !== undefined && { projectName }),
    ...(classPaths?.length && { classPaths }),
    ...(options?.length && { vmArgs: options }),
    args,
    cwd: workingDirectory,
    env: environment,
    console: 'internalConsole',
  };
}

/** What tells `java` which program to run, if that can be known without a project. */
function entryOf(
  { class_paths: classPaths, main_class: main }: JavaConfiguration,
  context: LaunchContext,
): readonly string[] | undefined {
  const mainClass = given(main);
  if (mainClass === undefined) return undefined;
  const path = classPaths?.length
    ? ['-cp', classPaths.join(context.platform === 'win32' ? ';' : ':')]
    : [];
  if (mainClass.endsWith('.java')) return [...path, mainClass];
  if (path.length === 0) return undefined;
  // In module/class form it's the debugger's way to name a module.
  return mainClass.includes('/') ? [...path, '-m', mainClass] : [...path, mainClass];
}

function vmArgs({ vm_args: options }: JavaConfiguration): readonly string[] {
  return typeof options === 'string' ? splitCommandLine(options) : (options ?? []);
}

function nameOf(
  { main_class: mainClass }: JavaConfiguration,
  workingDirectory: string,
  context: LaunchContext,
): string {
  const name = given(mainClass);
  if (name === undefined) return displayPath(workingDirectory, context);
  return name.endsWith('.java') ? displayPath(resolve(workingDirectory, name), context) : name;
}
