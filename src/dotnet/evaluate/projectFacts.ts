import { basename, dirname, extname, resolve } from 'node:path';
import { splitCommandLine } from '../../launch/commandLine.ts';
import type { Evaluation } from './evaluation.ts';
import { splitFrameworks, getVersion } from './targetFramework.ts';

interface PackageReference {
  readonly name: string;
  /** From the project or its central package versions; `undefined` if neither has one. */
  readonly version: string | undefined;
}

/** The evaluated properties of a .NET project for one target framework. */
export interface ProjectFacts {
  /** The absolute path of the project file or of the file-based program. */
  readonly path: string;
  /** The file name without its extension. */
  readonly name: string;
  readonly folder: string;
  /** A client runs in the browser as WebAssembly; a server is an ASP.NET Core program. */
  readonly kind: 'client' | 'server' | 'program' | 'library';
  /** Whether it is a client that uses the Blazor SDK. */
  readonly isBlazor: boolean;
  readonly assemblyName: string;
  /** Debug, Release or a custom configuration. */
  readonly configuration: string;
  /** The target framework of these facts. */
  readonly targetFramework: string;
  /** All target frameworks, in the order of the project. */
  readonly targetFrameworks: readonly string[];
  /** The absolute path of the built assembly. */
  readonly targetPath: string;
  /** The command that `dotnet run` would start; empty for a library. */
  readonly runCommand: string;
  readonly runArguments: readonly string[];
  /** Absolute; the folder of the project unless it sets another one. */
  readonly runWorkingDirectory: string;
  /** Why the target ComputeRunArguments failed, if it did. */
  readonly runTargetFailure: string | undefined;
  /** The NuGet package folder, which is known after a restore. */
  readonly packageFolder: string | undefined;
  readonly debugType: string;
  readonly debugSymbols: boolean;
  /** Whether publishing trims unused code. */
  readonly isTrimmed: boolean;
  readonly wasmDebugLevel: string | undefined;
  /** The version of the .NET runtime that a restore would select now. */
  readonly runtimeVersion: string;
  /** Absolute paths of project files. */
  readonly projectReferences: readonly string[];
  readonly packageReferences: readonly PackageReference[];
}

/** Extracts the facts of the project at an absolute path from its evaluation. */
export function toProjectFacts(path: string, evaluation: Evaluation): ProjectFacts {
  const folder = dirname(path);
  const value = (name: string): string => evaluation.properties[name]?.trim() ?? '';
  const is = (name: string): boolean => value(name).toLowerCase() === 'true';
  const kind = getKind(value, is);
  const name = basename(path, extname(path));
  const packageReferences = getPackageReferences(evaluation);
  const packageFolder = value('NuGetPackageRoot');
  return {
    path,
    name,
    folder,
    kind,
    isBlazor: kind === 'client' && is('UsingMicrosoftNETSdkBlazorWebAssembly'),
    assemblyName: value('AssemblyName') || name,
    configuration: value('Configuration') || 'Debug',
    targetFramework: value('TargetFramework'),
    targetFrameworks: splitFrameworks(value('TargetFrameworks') || value('TargetFramework')),
    targetPath: value('TargetPath') && resolve(folder, value('TargetPath')),
    runCommand: value('RunCommand'),
    runArguments: splitCommandLine(value('RunArguments')),
    runWorkingDirectory: resolve(folder, value('RunWorkingDirectory')),
    runTargetFailure:
      evaluation.runTarget?.kind === 'failed' ? evaluation.runTarget.message : undefined,
    packageFolder: packageFolder === '' ? undefined : resolve(folder, packageFolder),
    debugType: value('DebugType').toLowerCase(),
    debugSymbols: is('DebugSymbols'),
    isTrimmed: is('PublishTrimmed'),
    wasmDebugLevel: value('WasmDebugLevel') || undefined,
    runtimeVersion: getRuntimeVersion(value, evaluation, packageReferences),
    projectReferences: getItems(evaluation, 'ProjectReference').flatMap(({ FullPath }) =>
      FullPath === undefined ? [] : [resolve(folder, FullPath)],
    ),
    packageReferences,
  };
}

function getKind(
  value: (name: string) => string,
  is: (name: string) => boolean,
): ProjectFacts['kind'] {
  const isProgram = /^(win|appcontainer)?exe$/i.test(value('OutputType'));
  if (is('UsingMicrosoftNETSdkBlazorWebAssembly') && isProgram) return 'client';
  if (is('UsingMicrosoftNETSdkWebAssembly') && isProgram) return 'client';
  if (value('RuntimeIdentifier').startsWith('browser-') && isProgram) return 'client';
  if (!isProgram) return 'library';
  return is('UsingMicrosoftNETSdkWeb') ? 'server' : 'program';
}

function getItems(
  evaluation: Evaluation,
  type: string,
): readonly Readonly<Record<string, string>>[] {
  return evaluation.items[type] ?? [];
}

function getPackageReferences(evaluation: Evaluation): PackageReference[] {
  const central = new Map(
    getItems(evaluation, 'PackageVersion').map(({ Identity = '', Version }) => [
      Identity.toLowerCase(),
      Version,
    ]),
  );
  return getItems(evaluation, 'PackageReference').map(
    ({ Identity: name = '', Version, VersionOverride }) => ({
      name,
      version: VersionOverride || Version || central.get(name.toLowerCase()) || undefined,
    }),
  );
}

/** The package with the version of the runtime in the browser. */
const browserPackage = 'microsoft.aspnetcore.components.webassembly';

function getRuntimeVersion(
  value: (name: string) => string,
  evaluation: Evaluation,
  packages: readonly PackageReference[],
): string {
  const referenced = packages.find(({ name }) => name.toLowerCase() === browserPackage)?.version;
  if (referenced !== undefined && /^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(referenced)) return referenced;
  const version = getVersion(value('TargetFramework'));
  const known = getItems(evaluation, 'KnownFrameworkReference').find(
    ({ Identity, TargetFramework = '' }) =>
      Identity === 'Microsoft.NETCore.App' && getVersion(TargetFramework) === version,
  );
  return known?.['LatestRuntimeFrameworkVersion'] || value('BundledNETCoreAppPackageVersion');
}
