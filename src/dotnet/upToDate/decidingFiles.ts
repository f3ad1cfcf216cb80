import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { runtimesFolder } from '../sdk/installed.ts';
import { getExistence, toNamesPath, joinPaths } from './stamps.ts';
import { listWithParents } from '../files/parentFolders.ts';
import { isFileProgram } from '../files/projectFile.ts';
import { unnamedReads } from './unnamedReads.ts';

/** Files that MSBuild and NuGet look for in a project's folder and all parent folders. */
export const inEveryFolder = [
  'Directory.Build.props',
  'Directory.Build.targets',
  'Directory.Build.rsp',
  'Directory.Packages.props',
  'global.json',
  'nuget.config',
  'NuGet.config',
  'NuGet.Config',
];

/** The ones that are imported. Only the nearest of each is. */
const alwaysImported = inEveryFolder.filter((name) => /\.(props|targets)$/.test(name));

/** The inputs of a project's evaluation, and additional inputs of its build. All paths are absolute. */
export interface DecidingFiles {
  /** Inputs of the evaluation: files, which need not exist, and names in folders. */
  readonly deciding: readonly string[];
  /** Whether all inputs are known. Otherwise the project has to be evaluated each time. */
  readonly isComplete: boolean;
  /** Other folders whose files may be inputs of the build. */
  readonly inputFolders: readonly string[];
  /** Whether the build has no custom steps of the project or a package. */
  readonly isPlainBuild: boolean;
}

/** Determines the inputs of a project from the imports of its evaluation. */
export async function findDecidingFiles(
  project: string,
  { imports, properties }: Evaluation,
): Promise<DecidingFiles> {
  const { MSBuildProjectExtensionsPath = '', NetCoreRoot = '', NuGetPackageRoot = '' } = properties;
  const packages = NuGetPackageRoot === '' ? undefined : resolve(NuGetPackageRoot) + sep;
  const above = listWithParents(dirname(project));
  const files = imports?.files ?? [
    project,
    ...above.flatMap((each) => joinPaths(each, alwaysImported)),
  ];
  const isOfPackage = (file: string): boolean =>
    packages !== undefined && file.startsWith(packages);
  const own = files.filter((file) => !isOfPackage(file) && !isMadeByRestore(file));
  const reads = await Promise.all(
    own.map(async (file) =>
      unnamedReads(await readText(file), file, project, imports?.conditions ?? []),
    ),
  );
  const patterns = (imports?.wildcards ?? []).map((pattern) =>
    pattern.slice(0, pattern.search(/[*?]/)).replace(/[\\/][^\\/]*$/, ''),
  );
  const steps = files.filter(isOfPackage).map((file) => isStep(file, packages ?? ''));
  return {
    deciding: [
      ...new Set([
        project,
        ...files,
        `${project}.user`,
        ...above.flatMap((each) => joinPaths(each, inEveryFolder)),
        ...[...(imports?.absent ?? []), ...reads.flatMap((read) => read.files)].map(getExistence),
        ...[...patterns, ...reads.flatMap((read) => read.deciding)].map(toNamesPath),
        ...listRestoredFiles(
          project,
          MSBuildProjectExtensionsPath || join(dirname(project), 'obj'),
        ),
        ...(NetCoreRoot === '' ? [] : [join(NetCoreRoot, 'sdk'), runtimesFolder(NetCoreRoot)]),
      ]),
    ],
    isComplete:
      (imports !== undefined || (isFileProgram(project) && !(await hasImports(own)))) &&
      reads.every((read) => read.isComplete),
    inputFolders: [...new Set(reads.flatMap((read) => read.inputs))],
    isPlainBuild:
      reads.every((read) => read.isPlainBuild) && !(await Promise.all(steps)).includes(true),
  };
}

/** Whether any file imports another. MSBuild does not report the imports of file-based programs. */
async function hasImports(files: readonly string[]): Promise<boolean> {
  const texts = await Promise.all(files.map(readText));
  return texts.some((text) => /<Import\b|\bSdk\s*=|<Sdk\b/i.test(text));
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

/** Files written by a restore only import packages, which MSBuild reports. */
function isMadeByRestore(file: string): boolean {
  return /\.nuget\.g\.(props|targets)$/.test(file);
}

/** Whether a file is a build step of a package, whose inputs are unknown. */
async function isStep(file: string, packages: string): Promise<boolean> {
  if (/^microsoft\./i.test(file.slice(packages.length))) return false;
  return /<(Exec|UsingTask)\b/.test(await readText(file));
}

/** Returns the files that the restore of a project writes to its extensions path. */
export function listRestoredFiles(project: string, extensionsPath: string): readonly string[] {
  const name = basename(project);
  return [`${name}.nuget.g.props`, `${name}.nuget.g.targets`, 'project.assets.json'].map((file) =>
    join(extensionsPath, file),
  );
}
