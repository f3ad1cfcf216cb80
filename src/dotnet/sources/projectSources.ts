import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunInputs } from '../../sessions/inputs/runInputs.ts';
import { getProjects } from '../build/restores.ts';
import { listWithParents } from '../files/parentFolders.ts';
import { isProjectFile } from '../files/projectFile.ts';
import { inEveryFolder } from '../upToDate/decidingFiles.ts';
import { isWrittenByBuild, projectFolder } from './defaultSources.ts';
import { findImports, Includes, inFolders } from './includes.ts';

/** Files that MSBuild imports from the nearest folder that has one. */
const imported = ['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props'];
/** No more imports are followed, for each project. */
const maxImports = 100;

/**
 * Returns the files that decide a project and those that it references, without an evaluation: by the list of
 * the last restore, the texts of MSBuild files and the defaults of the SDK. Files of packages and SDKs are left
 * out, since they change only with the version that a file of the user names.
 */
export async function findProjectSources(project: string): Promise<RunInputs> {
  const projects = (await getProjects(project)) ?? [project];
  const includes = new Includes();
  const files = new Set<string>();
  for (const each of projects) {
    for (const file of await findMsbuildFiles(each, includes)) files.add(file);
    files.add(`${each}.user`);
    files.add(join(dirname(each), 'Properties/launchSettings.json'));
    for (const name of inEveryFolder) files.add(join(dirname(each), name));
  }
  const folders = projects.filter(isProjectFile).map((each) => dirname(each));
  return {
    base: dirname(project),
    files: [...files, ...includes.files],
    folders: [
      ...[...new Set(folders)].map((folder) => projectFolder(folder, includes)),
      ...includes.foldersOutside(folders),
    ],
    isOutput: isWrittenByBuild,
  };
}

/** Returns a project with the files that it imports, and records the items in them. */
async function findMsbuildFiles(project: string, includes: Includes): Promise<readonly string[]> {
  const above = listWithParents(dirname(project));
  const nearest = imported.map((name) => inFolders(above, name));
  const others = inEveryFolder.filter((name) => !imported.includes(name));
  const found = new Set([project]);
  for (const paths of nearest) for (const path of await firstReadable(paths)) found.add(path);
  for (const file of found) {
    const text = await readText(file);
    if (text === undefined) continue;
    includes.add(text, file, project);
    for (const path of findImports(text, file, project)) {
      if (found.size < maxImports && !/[*?]/.test(path)) found.add(path);
    }
  }
  for (const name of others) {
    for (const path of await firstReadable(inFolders(above, name))) found.add(path);
  }
  return [...found];
}

async function firstReadable(paths: readonly string[]): Promise<readonly string[]> {
  for (const path of paths) if ((await readText(path)) !== undefined) return [path];
  return [];
}

function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
