import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { runtimesFolder } from '../sdk/installed.ts';
import { existenceOf, namesIn, pathsIn } from './stamps.ts';
import { foldersFrom } from '../files/parentFolders.ts';
import { isFileProgram } from '../files/projectFile.ts';
import { unnamedReads } from './unnamedReads.ts';

/** What MSBuild and NuGet look for in a project's folder and every folder above it. */
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

/** Those of them that are imported, the nearest of each. */
const alwaysImported = inEveryFolder.filter((name) => /\.(props|targets)$/.test(name));

/** What decides what a project is, and more that its build reads. All paths are absolute. */
export interface DecidingFiles {
  /** What decides, to be stamped: files, which need not be there, and names in folders. */
  readonly deciding: readonly string[];
  /** Whether nothing else decides. Otherwise only an evaluation by MSBuild can tell. */
  readonly isComplete: boolean;
  /** Folders elsewhere of which any file may be an input of the build. */
  readonly inputFolders: readonly string[];
  /** Whether a build does nothing that only the project's author or a package knows. */
  readonly isPlainBuild: boolean;
}

/** Finds out what decides what a project is, by what MSBuild named when it evaluated the project. */
export async function decidingFiles(
  project: string,
  { imports, properties }: Evaluation,
): Promise<DecidingFiles> {
  const { MSBuildProjectExtensionsPath = '', NetCoreRoot = '', NuGetPackageRoot = '' } = properties;
  const packages = NuGetPackageRoot === '' ? undefined : resolve(NuGetPackageRoot) + sep;
  const above = foldersFrom(dirname(project));
  const files = imports?.files ?? [
    project,
    ...above.flatMap((each) => pathsIn(each, alwaysImported)),
  ];
  const isOfPackage = (file: string): boolean =>
    packages !== undefined && file.startsWith(packages);
  const own = files.filter((file) => !isOfPackage(file) && !isMadeByRestore(file));
  const reads = await Promise.all(
    own.map(async (file) =>
      unnamedReads(await textOf(file), file, project, imports?.conditions ?? []),
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
        ...above.flatMap((each) => pathsIn(each, inEveryFolder)),
        ...[...(imports?.absent ?? []), ...reads.flatMap((read) => read.files)].map(existenceOf),
        ...[...patterns, ...reads.flatMap((read) => read.deciding)].map(namesIn),
        ...restoredFiles(project, MSBuildProjectExtensionsPath || join(dirname(project), 'obj')),
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

/** Whether any file imports another. MSBuild tells nothing of the imports of file-based programs. */
async function hasImports(files: readonly string[]): Promise<boolean> {
  const texts = await Promise.all(files.map(textOf));
  return texts.some((text) => /<Import\b|\bSdk\s*=|<Sdk\b/i.test(text));
}

function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

/** What a restore writes only imports packages, which MSBuild names. */
function isMadeByRestore(file: string): boolean {
  return /\.nuget\.g\.(props|targets)$/.test(file);
}

/** Whether a package brings steps for the build whose inputs only it knows. */
async function isStep(file: string, packages: string): Promise<boolean> {
  if (/^microsoft\./i.test(file.slice(packages.length))) return false;
  return /<(Exec|UsingTask)\b/.test(await textOf(file));
}

/** What a project's restore makes, in the folder that MSBuild calls its extensions path. */
export function restoredFiles(project: string, extensionsPath: string): readonly string[] {
  const name = basename(project);
  return [`${name}.nuget.g.props`, `${name}.nuget.g.targets`, 'project.assets.json'].map((file) =>
    join(extensionsPath, file),
  );
}
