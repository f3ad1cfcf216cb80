import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { dotnetWith, settingsOptions } from '../build/buildSettings.ts';
import type { ProjectChoice } from '../evaluate/evaluation.ts';
import { type Dotnet, runDotnet } from '../sdk/sdk.ts';
import type { CompiledProject } from './compilerMessages.ts';

/** How the compiler is called for a project, and where it is. */
export interface CompilerCall {
  readonly project: CompiledProject;
  /** The folder of the SDK that builds the project. */
  readonly sdk: string;
  /** The root of the .NET installation. */
  readonly root: string;
  /** The version of the runtime that comes with the SDK. */
  readonly runtime: string;
  /** The changes that the runtime of a page accepts; empty if the project does not tell. */
  readonly capabilities: readonly string[];
}

/** Makes MSBuild call the task of the compiler without compiling, and return its arguments. */
const options = [
  '-t:Compile',
  '-p:DesignTimeBuild=true',
  '-p:BuildProjectReferences=false',
  '-p:SkipCompilerExecution=true',
  '-p:ProvideCommandLineArgs=true',
  // The task is called even if its outputs are current.
  '-p:NonExistentFile=__NonExistent__',
  '-getItem:CscCommandLineArgs,IntermediateAssembly',
  '-getProperty:MSBuildToolsPath,NetCoreRoot,BundledNETCoreAppPackageVersion,WebAssemblyHotReloadCapabilities',
];

const answerSchema = z.object({
  Properties: z.object({
    MSBuildToolsPath: z.string(),
    NetCoreRoot: z.string(),
    BundledNETCoreAppPackageVersion: z.string(),
    WebAssemblyHotReloadCapabilities: z.string(),
  }),
  Items: z.object({
    CscCommandLineArgs: z.array(z.object({ Identity: z.string() })),
    IntermediateAssembly: z.array(z.object({ FullPath: z.string() })),
  }),
});

/**
 * Asks MSBuild how it calls the C# compiler for the project at an absolute path. `undefined` if it calls none.
 * Rejects with a HumanError if no SDK can be started, and with the signal's reason.
 */
export async function findCompilerCall(
  path: string,
  choice: ProjectChoice,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<CompilerCall | undefined> {
  const { folder = dirname(path), targetFramework } = choice;
  const framework = targetFramework === undefined ? [] : [`-p:TargetFramework=${targetFramework}`];
  const args = ['msbuild', path, '-nologo', ...settingsOptions(choice), ...framework, ...options];
  const { stdout } = await runDotnet(args, folder, dotnetWith(dotnet, choice), signal);
  return parseCompilerCall(path, stdout);
}

/** Parses MSBuild's answer; `undefined` if there is no call. */
export function parseCompilerCall(path: string, output: string): CompilerCall | undefined {
  const { data } = answerSchema.safeParse(parseJson(output));
  const assembly = data?.Items.IntermediateAssembly[0]?.FullPath;
  if (data === undefined || assembly === undefined) return undefined;
  const { Items, Properties } = data;
  return {
    project: {
      path,
      arguments: Items.CscCommandLineArgs.map(({ Identity }) => Identity),
      assembly,
    },
    sdk: Properties.MSBuildToolsPath,
    root: Properties.NetCoreRoot,
    runtime: Properties.BundledNETCoreAppPackageVersion,
    capabilities: splitCapabilities(Properties.WebAssemblyHotReloadCapabilities),
  };
}

/** Splits a list of capabilities, as projects (semicolons) and runtimes (spaces) have them. */
export function splitCapabilities(text: string): readonly string[] {
  return text.split(/[;\s]+/).filter((name) => name !== '');
}

/** Parses the JSON in an output, which warnings may precede. */
function parseJson(output: string): unknown {
  try {
    return JSON.parse(output.slice(Math.max(0, output.search(/^\{/m))));
  } catch {
    return undefined;
  }
}
