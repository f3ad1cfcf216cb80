import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { basename } from 'node:path';
import { parse, type ParseError } from 'jsonc-parser';
import * as z from 'zod/mini';
import type { LaunchRequest } from '../../launch/launchPlan.ts';
import { toLaunchRequest } from '../../launch/user/userConfiguration.ts';
import { cliErrors } from '../errors.ts';
import { readProject, type TargetOptions } from './target.ts';
import type { SessionRequest } from './sessionRequest.ts';

const configurationSchema = z.looseObject({ name: z.string(), type: z.string() });
const schema = z.looseObject({ configurations: z.array(z.unknown()) });

type Configuration = z.infer<typeof configurationSchema>;

/** A launch.json with the folder that it belongs to. */
interface LaunchJson {
  readonly path: string;
  readonly workspace: string;
  readonly configurations: readonly Configuration[];
}

/**
 * Returns the request for a debug configuration in the launch.json of the current folder, or of the closest
 * folder above. `undefined` if there is none of this name. Rejects with a HumanError if it can't be started.
 */
export async function readNamedConfiguration(
  name: string,
  options: TargetOptions,
): Promise<SessionRequest | undefined> {
  const file = findLaunchJson(options.currentFolder);
  const found = file?.configurations.find((configuration) => configuration.name === name);
  if (file === undefined || found === undefined) return undefined;
  const filled = fill(found, file.workspace) as Configuration;
  return { ...(await convert(filled, file, options)), title: name };
}

/** Returns the names of the debug configurations in the launch.json of a folder, or of the closest one above. */
export function listConfigurationNames(folder: string): readonly string[] {
  return findLaunchJson(folder)?.configurations.map(({ name }) => name) ?? [];
}

async function convert(
  configuration: Configuration,
  file: LaunchJson,
  options: TargetOptions,
): Promise<SessionRequest> {
  if (configuration.type === 'ide-session') return convertOwn(configuration, file, options);
  const known = converters[configuration.type];
  if (known === undefined || configuration['request'] !== 'launch') {
    throw cliErrors.ConfigurationNotStartable({ name: configuration.name, path: file.path });
  }
  const { args, cwd, env, ...rest } = programSchema.parse(configuration);
  const workingDirectory = resolve(file.workspace, cwd ?? '');
  return {
    launchConfiguration: {
      ...known(rest),
      mode: options.mode,
      working_directory: workingDirectory,
    },
    env: toVariables(env),
    ...(args && { args: typeof args === 'string' ? [args] : args }),
    title: configuration.name,
  };
}

/** Only the editor attaches to a running browser, or shows a controller with its sessions. */
async function convertOwn(
  configuration: Configuration,
  file: LaunchJson,
  options: TargetOptions,
): Promise<SessionRequest> {
  const { name, type: _, ...properties } = configuration;
  const request = toLaunchRequest(properties, options.mode === 'NoDebug');
  const { args, env, intent, launchConfiguration } = request;
  const path = launchConfiguration['project_path'];
  if (intent?.kind === 'controller') {
    throw cliErrors.ControllerNotStartable({ name, path: file.path });
  }
  if (intent?.kind === 'attach') {
    throw cliErrors.RunningBrowserNotStartable({ name, path: file.path });
  }
  if (typeof path !== 'string') return convertPage(request, file, name);
  const profile = launchConfiguration['launch_profile'];
  const launchProfile = typeof profile === 'string' ? profile : options.launchProfile;
  const project = await readProject(resolve(file.workspace, path), { ...options, launchProfile });
  return { ...project, env, ...(args && { args }) };
}

function convertPage(
  { env, launchConfiguration }: LaunchRequest,
  { workspace }: LaunchJson,
  title: string,
): SessionRequest {
  const { web_root: webRoot } = launchConfiguration;
  const root = typeof webRoot === 'string' && { web_root: resolve(workspace, webRoot) };
  return { launchConfiguration: { ...launchConfiguration, ...root }, env, title };
}

const programSchema = z.looseObject({
  program: z.optional(z.string()),
  module: z.optional(z.string()),
  python: z.optional(z.string()),
  runtimeExecutable: z.optional(z.nullable(z.string())),
  args: z.optional(z.union([z.string(), z.array(z.string())])),
  cwd: z.optional(z.string()),
  env: z.optional(z.record(z.string(), z.nullable(z.union([z.string(), z.number(), z.boolean()])))),
});

type Program = z.infer<typeof programSchema>;

/** Debug types whose programs can be started without their debugger. */
const converters: Readonly<
  Record<string, (program: Program) => Readonly<Record<string, unknown>>>
> = {
  node: toNode,
  'pwa-node': toNode,
  debugpy: toPython,
  python: toPython,
  go: ({ program }) => ({ type: 'go', program: program ?? '.' }),
};

function toNode({ program, runtimeExecutable }: Program): Readonly<Record<string, unknown>> {
  return { type: 'node', script_path: program, runtime_executable: runtimeExecutable };
}

function toPython({ module, program, python }: Program): Readonly<Record<string, unknown>> {
  return { type: 'python', program_path: program, module, interpreter_path: python };
}

function toVariables(env: Program['env']): SessionRequest['env'] {
  return Object.entries(env ?? {}).map(([name, value]) => ({ name, value: String(value ?? '') }));
}

function findLaunchJson(folder: string): LaunchJson | undefined {
  const path = join(folder, '.vscode', 'launch.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    const parent = dirname(folder);
    return parent === folder ? undefined : findLaunchJson(parent);
  }
  const errors: ParseError[] = [];
  const parsed = schema.safeParse(parse(text, errors, { allowTrailingComma: true }));
  if (errors.length > 0 || !parsed.success) throw cliErrors.LaunchJsonInvalid({ path });
  const configurations = parsed.data.configurations.flatMap((one) => {
    const configuration = configurationSchema.safeParse(one);
    return configuration.success ? [configuration.data] : [];
  });
  return { path, workspace: folder, configurations };
}

/** Replaces the variables of the editor that are known without it. Throws a HumanError for any other. */
function fill(value: unknown, workspace: string): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{([^}]*)\}/g, (variable, name: string) => {
      const filled = getVariable(name, workspace);
      if (filled === undefined) throw cliErrors.VariableUnknown({ variable });
      return filled;
    });
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, workspace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, fill(item, workspace)]),
  );
}

function getVariable(name: string, workspace: string): string | undefined {
  if (name.startsWith('env:')) return process.env[name.slice('env:'.length)] ?? '';
  switch (name) {
    case 'workspaceFolder':
    case 'workspaceRoot':
      return workspace;
    case 'workspaceFolderBasename':
      return basename(workspace);
    case 'userHome':
      return homedir();
    case 'cwd':
      return workspace;
    case 'pathSeparator':
    case '/':
      return sep;
    default:
      return undefined;
  }
}
