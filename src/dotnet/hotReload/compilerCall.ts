import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { addBuildVariables, settingsOptions } from '../build/buildSettings.ts';
import type { ProjectChoice } from '../evaluate/evaluation.ts';
import { isFileProgram } from '../files/projectFile.ts';
import { type Dotnet, runDotnet } from '../sdk/sdk.ts';
import type { CompiledProject } from './compilerMessages.ts';

/** How the compiler is called for a project, and where it is. */
export interface CompilerCall {
  readonly project: CompiledProject;
  /** The C# projects that it references, directly or not. */
  readonly references: readonly ReferencedProject[];
  /** The folder of the SDK that builds the project. */
  readonly sdk: string;
  /** The root of the .NET installation. */
  readonly root: string;
  /** The version of the runtime that comes with the SDK. */
  readonly runtime: string;
  /** The changes that the runtime of a page accepts; empty if the project does not tell. */
  readonly capabilities: readonly string[];
}

/** A project that another one references, with the target framework that it is built for. */
interface ReferencedProject {
  readonly path: string;
  /** `undefined` if it has only one. */
  readonly targetFramework: string | undefined;
}

/** How the compiler is called for an app, and for all projects that it consists of. */
export interface AppCompilerCall extends Omit<CompilerCall, 'references'> {
  /** Referenced ones first, the app's own project last. */
  readonly projects: readonly CompiledProject[];
}

/** The references of a project, as the targets of the SDK complete them. */
const referenceItem = '_MSBuildProjectReferenceExistent';

/** Makes MSBuild call the task of the compiler without compiling, and return its arguments. */
const options = [
  '-t:Compile',
  '-p:DesignTimeBuild=true',
  '-p:BuildProjectReferences=false',
  '-p:SkipCompilerExecution=true',
  '-p:ProvideCommandLineArgs=true',
  // The task is called even if its outputs are current.
  '-p:NonExistentFile=__NonExistent__',
  `-getItem:CscCommandLineArgs,IntermediateAssembly,${referenceItem}`,
  '-getProperty:MSBuildToolsPath,NetCoreRoot,BundledNETCoreAppPackageVersion,WebAssemblyHotReloadCapabilities',
];

/** Transitive references are among them. */
const referenceSchema = z.object({
  FullPath: z.string(),
  HasSingleTargetFramework: z.optional(z.string()),
  NearestTargetFramework: z.optional(z.string()),
  OutputItemType: z.optional(z.string()),
  ReferenceOutputAssembly: z.optional(z.string()),
});

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
    [referenceItem]: z.optional(z.array(referenceSchema)),
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
  // Only builds know file-based programs.
  const command = isFileProgram(path) ? ['build', path, '--no-restore'] : ['msbuild', path];
  const args = [...command, '-nologo', ...settingsOptions(choice), ...framework, ...options];
  const { stdout } = await runDotnet(args, folder, addBuildVariables(dotnet, choice), signal);
  const call = parseCompilerCall(path, stdout);
  if (call === undefined || targetFramework === undefined) return call;
  return { ...call, project: { ...call.project, targetFramework } };
}

/**
 * Asks MSBuild how it calls the C# compiler for an app and the projects that it references. `undefined` if it
 * calls none for the app. Rejects as {@link findCompilerCall} does.
 */
export async function findAppCall(
  path: string,
  choice: ProjectChoice,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<AppCompilerCall | undefined> {
  const call = await findCompilerCall(path, choice, dotnet, signal);
  if (call === undefined) return undefined;
  const { references, ...own } = call;
  const projects: CompiledProject[] = [];
  // One after the other, which leaves a processor to the running app.
  for (const { path: referenced, targetFramework } of references) {
    const { targetFramework: _, ...settings } = choice;
    const theirs = targetFramework === undefined ? settings : { ...settings, targetFramework };
    const found = await findCompilerCall(referenced, theirs, dotnet, signal);
    if (found !== undefined) projects.push(found.project);
  }
  return { ...own, projects: [...projects, call.project] };
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
    references: (Items[referenceItem] ?? []).flatMap(toReference),
    sdk: Properties.MSBuildToolsPath,
    root: Properties.NetCoreRoot,
    runtime: Properties.BundledNETCoreAppPackageVersion,
    capabilities: splitCapabilities(Properties.WebAssemblyHotReloadCapabilities),
  };
}

/** Analyzers and projects of other languages are no parts of the app that can be updated. */
function toReference(reference: z.output<typeof referenceSchema>): readonly ReferencedProject[] {
  const { FullPath: path, OutputItemType, ReferenceOutputAssembly } = reference;
  if (
    !/\.csproj$/i.test(path) ||
    OutputItemType ||
    /^false$/i.test(ReferenceOutputAssembly ?? '')
  ) {
    return [];
  }
  const hasOne = /^true$/i.test(reference.HasSingleTargetFramework ?? '');
  const targetFramework = (!hasOne && reference.NearestTargetFramework) || undefined;
  return [{ path, targetFramework }];
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
