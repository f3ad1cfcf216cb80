import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { foldersFrom, inEveryFolder, type Stamps, stampsOf } from './decidingFiles.ts';
import { contentsOf, type FolderContents, isFolder, type SourceFolder } from './folderFiles.ts';
import { leadsOf } from './msbuildText.ts';
import { isProjectFile, pathKey } from './projectFile.ts';

/** Where everything is that takes part in the build of a project and of those that it references. */
export interface BuildScope {
  /** Absolute paths of project files, the built one among them. */
  readonly projects: readonly string[];
  /** Single files, which need not be there. */
  readonly files: readonly string[];
  readonly folders: readonly SourceFolder[];
}

/** What the compiler looks for in a project's folder and every folder above it. */
const compilerFiles = ['.editorconfig', '.globalconfig'];
/** What MSBuild imports from the nearest folder that has it. */
const importedFromAbove = [
  'Directory.Build.props',
  'Directory.Build.targets',
  'Directory.Packages.props',
];

/** Finds out what takes part in a build, for now; nothing if only MSBuild can know that. */
export async function scopeOf(project: string): Promise<BuildScope | undefined> {
  const projects = new Map([[pathKey(project), project]]);
  const files = new Set<string>();
  const folders: SourceFolder[] = [];
  for (const each of projects.values()) {
    const own = isProjectFile(each) ? await ownScopeOf(each) : undefined;
    if (own === undefined) return undefined;
    for (const other of own.projects) projects.set(pathKey(other), other);
    for (const file of own.files) files.add(file);
    folders.push(...own.folders);
  }
  return { projects: [...projects.values()], files: [...files], folders };
}

/** The stamps of all that is in a scope now; nothing if it can't be told. */
export async function inputStamps(scope: BuildScope): Promise<Stamps | undefined> {
  const found = await inputsIn(scope);
  return found && stampsOf(found.files);
}

/** All that is in a scope now, with its folders; `undefined` if it can't be told. */
export async function inputsIn({
  files,
  folders,
}: BuildScope): Promise<FolderContents | undefined> {
  const found = await contentsOf(folders);
  const profiles = new Set(folders.map(({ path }) => join(path, 'Properties/launchSettings.json')));
  return (
    found && {
      files: [...files, ...found.files.filter((file) => !profiles.has(file))],
      folders: found.folders,
    }
  );
}

/** The scope of one project without those that it references, but with their paths. */
async function ownScopeOf(project: string): Promise<BuildScope | undefined> {
  const above = foldersFrom(dirname(project));
  const read = await readLeads(project, above);
  if (read === undefined) return undefined;
  const isResponded = await nearest(above, 'Directory.Build.rsp');
  const isUnknown = await Promise.all(read.files.map(isFolder));
  if (isResponded !== undefined || isUnknown.includes(true)) return undefined;
  const lookedFor = [...inEveryFolder, ...compilerFiles];
  return {
    projects: read.projects,
    files: [
      ...read.files,
      ...above.flatMap((folder) => lookedFor.map((name) => join(folder, name))),
      ...(await revisionFiles(above)),
    ],
    folders: [{ path: dirname(project), leftOut: read.leftOut }, ...read.folders],
  };
}

/** Reads a project file with all that it imports of the user's. */
async function readLeads(project: string, above: readonly string[]) {
  const imports = new Set([project, `${project}.user`]);
  for (const name of importedFromAbove) imports.add((await nearest(above, name)) ?? project);
  const projects: string[] = [];
  const files: string[] = [];
  const folders: SourceFolder[] = [];
  let leftOut: SourceFolder['leftOut'] = 'outputs';
  for (const file of imports) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const leads = leadsOf(text, file, project);
    if (leads === undefined) return undefined;
    if (file === project && isForWeb(text)) leftOut = 'outputs and packages';
    for (const imported of leads.imports) imports.add(imported);
    projects.push(...leads.projects);
    files.push(file, ...leads.files);
    folders.push(...leads.folders.map((path) => ({ path, leftOut: 'nothing' as const })));
  }
  return { projects, files, folders, leftOut };
}

/** Whether a project's SDK leaves out the packages of JavaScript. */
function isForWeb(text: string): boolean {
  return /\bSdk\s*=\s*["']Microsoft\.NET\.Sdk\.(Web|Razor|BlazorWebAssembly)\b/.test(text);
}

/** The files that tell Git's current revision, which is compiled into assemblies. */
async function revisionFiles(above: readonly string[]): Promise<readonly string[]> {
  const git = await nearest(above, '.git');
  if (git === undefined) return above.map((folder) => join(folder, '.git'));
  // In a work tree of its own, a file names the folder.
  const text = await readFile(git, 'utf8').catch(() => '');
  const folder = resolve(dirname(git), /^gitdir: (.+)$/m.exec(text)?.[1] ?? basename(git));
  return [join(folder, 'HEAD'), join(folder, 'logs', 'HEAD')];
}

async function nearest(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name);
    if ((await stampsOf([path]))[path] !== '') return path;
  }
  return undefined;
}
