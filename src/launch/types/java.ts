import { resolve } from 'node:path';
import { getMode } from '../../protocol/launchConfigurations.ts';
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
import { displayPath, emptyToUndefined, parseConfiguration } from '../properties.ts';

type JavaConfiguration = ReturnType<typeof parseConfiguration<'java'>>;

/**
 * Java programs. `java` can run a class with a class path, and a source file. Only the Java extension
 * knows the class path of Maven and Gradle projects.
 */
export const mapJava: LaunchMapper = (request, context): ProgramLaunchPlan | AdapterLaunchPlan => {
  const configuration = parseConfiguration('java', request);
  if (configuration.request === 'attach') {
    throw launchErrors.JavaAttachUnsupported();
  }
  const workingDirectory = resolve(
    context.workspace,
    emptyToUndefined(configuration.working_directory) ?? '',
  );
  const args = request.args ?? [];
  const program = { workingDirectory, environment: programEnvironment(request, context) };
  const debug = debugConfiguration(configuration, args, program);
  const base = {
    name: getName(configuration, workingDirectory, context),
    mode: getMode(configuration),
  };
  const entry = getEntry(configuration, context);
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
  const mainClass = emptyToUndefined(configuration.main_class);
  const projectName = emptyToUndefined(configuration.project_name);
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

/** Returns the arguments of `java` that select the program, if they are known without the project. */
function getEntry(
  { class_paths: classPaths, main_class: main }: JavaConfiguration,
  context: LaunchContext,
): readonly string[] | undefined {
  const mainClass = emptyToUndefined(main);
  if (mainClass === undefined) return undefined;
  const path = classPaths?.length
    ? ['-cp', classPaths.join(context.platform === 'win32' ? ';' : ':')]
    : [];
  if (mainClass.endsWith('.java')) return [...path, mainClass];
  if (path.length === 0) return undefined;
  // module/class is the debugger's syntax for a module.
  return mainClass.includes('/') ? [...path, '-m', mainClass] : [...path, mainClass];
}

function vmArgs({ vm_args: options }: JavaConfiguration): readonly string[] {
  return typeof options === 'string' ? splitCommandLine(options) : (options ?? []);
}

function getName(
  { main_class: mainClass }: JavaConfiguration,
  workingDirectory: string,
  context: LaunchContext,
): string {
  const name = emptyToUndefined(mainClass);
  if (name === undefined) return displayPath(workingDirectory, context);
  return name.endsWith('.java') ? displayPath(resolve(workingDirectory, name), context) : name;
}
