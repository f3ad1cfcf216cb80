import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import { listWithParents } from '../files/parentFolders.ts';
import { findDecidingFiles, inEveryFolder } from '../upToDate/decidingFiles.ts';
import {
  type Evaluation,
  type EvaluationsOf,
  fileProperties,
  inputItem,
} from '../evaluate/evaluation.ts';
import {
  readContents,
  type FolderContents,
  isFolder,
  type SourceFolder,
} from '../upToDate/folderFiles.ts';
import { isProjectFile, pathKey } from '../files/projectFile.ts';
import { joinPaths, type Stamps, readStamps } from '../upToDate/stamps.ts';

/** The inputs of the build of a project and its references. */
export interface BuildScope {
  /** Absolute paths of project files, including the built one. */
  readonly projects: readonly string[];
  /** Individual files, which need not exist, and names in folders. */
  readonly files: readonly string[];
  readonly folders: readonly SourceFolder[];
}

/** A scope that MSBuild has evaluated. */
export interface EvaluatedScope extends BuildScope {
  /** The configuration of all projects; `undefined` if they differ. */
  readonly configuration: string | undefined;
}

/** Files that the compiler looks for in a project's folder and all parent folders. */
const compilerFiles = ['.editorconfig', '.globalconfig'];

/** Determines the inputs of a build from the evaluations of its projects; `undefined` if they are uncertain. */
export async function getScope(
  project: string,
  settings: BuildSettings,
  getEvaluations: EvaluationsOf,
): Promise<EvaluatedScope | undefined> {
  const projects = new Map<string, string>();
  const configurations = new Set<string | undefined>();
  const files = new Set<string>();
  const folders: SourceFolder[] = [];
  // The projects of a level are evaluated by one run.
  for (let level = [project]; level.length > 0;) {
    for (const each of level) projects.set(pathKey(each), each);
    if (!level.every(isProjectFile)) return undefined;
    const own = await Promise.all(
      level.map(async (each) => ownScopes(each, await getEvaluations(each, settings))),
    );
    const scopes = own.flat();
    if (own.some((each) => each.length === 0)) return undefined;
    const next = new Map<string, string>();
    for (const scope of scopes) {
      if (scope === undefined) return undefined;
      configurations.add(scope.configuration);
      for (const file of scope.files) files.add(file);
      folders.push(...scope.folders);
      for (const other of scope.projects) {
        if (!projects.has(pathKey(other))) next.set(pathKey(other), other);
      }
    }
    level = [...next.values()];
  }
  const [configuration] = configurations;
  return {
    projects: [...projects.values()],
    files: [...files],
    folders: unique(folders),
    configuration: configurations.size === 1 ? configuration : undefined,
  };
}

/** Returns the current stamps of a scope; `undefined` if they can't be determined. */
export async function inputStamps(scope: BuildScope): Promise<Stamps | undefined> {
  const found = await readInputs(scope);
  return found && readStamps(found.files);
}

/** Returns the current files and folders of a scope; `undefined` if they can't be determined. */
export async function readInputs({
  files,
  folders,
}: BuildScope): Promise<FolderContents | undefined> {
  const found = await readContents(folders);
  const profiles = new Set(folders.map(({ path }) => join(path, 'Properties/launchSettings.json')));
  return (
    found && {
      files: [...files, ...found.files.filter((file) => !profiles.has(file))],
      folders: found.folders,
    }
  );
}

function unique(folders: readonly SourceFolder[]): readonly SourceFolder[] {
  return [...new Map(folders.map((folder) => [JSON.stringify(folder), folder])).values()];
}

/** Returns the scopes of a project for its target frameworks, with the paths of its references but not their scopes. */
function ownScopes(
  project: string,
  evaluations: readonly Evaluation[],
): Promise<readonly (EvaluatedScope | undefined)[]> {
  return Promise.all(evaluations.map((evaluation) => ownScope(project, evaluation)));
}

async function ownScope(
  project: string,
  evaluation: Evaluation,
): Promise<EvaluatedScope | undefined> {
  const folder = dirname(project);
  const above = listWithParents(folder);
  const { deciding, inputFolders, isComplete, isPlainBuild } = await findDecidingFiles(
    project,
    evaluation,
  );
  const inputs = inputFiles(folder, evaluation);
  const isUnknown = await Promise.all(inputs.map(isFolder));
  const isResponded = await nearest(above, 'Directory.Build.rsp');
  if (!isComplete || !isPlainBuild || !isUsual(folder, evaluation)) return undefined;
  if (isResponded !== undefined || isUnknown.includes(true)) return undefined;
  const hasPackages = (evaluation.properties['DefaultItemExcludes'] ?? '').includes('node_modules');
  const elsewhere = inputFolders.filter((each) => !isLookedAt(each, folder));
  return {
    projects: (evaluation.items['ProjectReference'] ?? []).flatMap(({ FullPath }) =>
      FullPath === undefined ? [] : [resolve(folder, FullPath)],
    ),
    files: [
      ...deciding.filter((file) => !isMadeByBuild(file, folder)),
      ...inputs,
      ...above.flatMap((each) => joinPaths(each, [...inEveryFolder, ...compilerFiles])),
      ...(await revisionFiles(above)),
    ],
    folders: [
      { path: folder, leftOut: hasPackages ? 'outputs and packages' : 'outputs' },
      ...elsewhere.map((path) => ({ path, leftOut: 'nothing' as const })),
    ],
    configuration: evaluation.properties['Configuration'] || undefined,
  };
}

/** Whether intermediate files are at their default place, and builds are not forced to run. */
function isUsual(folder: string, { properties }: Evaluation): boolean {
  const {
    DisableFastUpToDateCheck = '',
    IntermediateOutputPath = '',
    MSBuildProjectExtensionsPath = '',
  } = properties;
  const obj = join(folder, 'obj') + sep;
  const intermediate = resolve(folder, IntermediateOutputPath.replaceAll('\\', '/'));
  return (
    DisableFastUpToDateCheck.toLowerCase() !== 'true' &&
    resolve(folder, MSBuildProjectExtensionsPath) + sep === obj &&
    intermediate.startsWith(obj)
  );
}

/** Outputs of the restore are covered by the stamps of the outputs. */
function isMadeByBuild(file: string, folder: string): boolean {
  return file.startsWith(join(folder, 'obj') + sep);
}

/** Returns inputs outside of the folders that are scanned. */
function inputFiles(folder: string, { items, properties }: Evaluation): readonly string[] {
  const values = [
    ...(items[inputItem] ?? []).map(({ FullPath = '', HintPath }) => HintPath ?? FullPath),
    ...fileProperties.map((name) => properties[name]?.trim() ?? ''),
  ].filter((value) => value !== '');
  return [...new Set(values.map((value) => resolve(folder, value.replaceAll('\\', '/'))))];
}

/** Whether a folder is scanned with the project's folder. Hidden folders and outputs are not. */
function isLookedAt(path: string, folder: string): boolean {
  if (path === folder) return true;
  if (!path.startsWith(folder + sep)) return false;
  return !/(^|[\\/])(bin|obj|node_modules|\.[^\\/]*)([\\/]|$)/i.test(path.slice(folder.length + 1));
}

/** Returns the files with the current Git revision, which is compiled into assemblies. */
async function revisionFiles(above: readonly string[]): Promise<readonly string[]> {
  const git = await nearest(above, '.git');
  if (git === undefined) return above.map((folder) => join(folder, '.git'));
  // In a linked work tree, .git is a file that names the folder.
  const text = await readFile(git, 'utf8').catch(() => '');
  const folder = resolve(dirname(git), /^gitdir: (.+)$/m.exec(text)?.[1] ?? basename(git));
  return [join(folder, 'HEAD'), join(folder, 'logs', 'HEAD')];
}

async function nearest(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name);
    if ((await readStamps([path]))[path] !== '') return path;
  }
  return undefined;
}
