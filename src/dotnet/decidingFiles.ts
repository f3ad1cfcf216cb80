import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** What files looked like at one time: a stamp for each path, empty for what was not there. */
export type Stamps = Readonly<Record<string, string>>;

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

/** The files that are there or might be and that decide what a project is, without what its restore made. */
export async function decidingFiles(project: string): Promise<readonly string[]> {
  const folder = dirname(project);
  const found = new Set([project, `${project}.user`]);
  for (const above of foldersFrom(folder)) {
    for (const name of inEveryFolder) found.add(join(above, name));
  }
  for (const file of found) {
    for (const imported of await importsOf(file, folder)) found.add(imported);
  }
  return [...found];
}

/** What a project's restore makes, in the folder that MSBuild calls its extensions path. */
export function restoredFiles(project: string, extensionsPath: string): readonly string[] {
  const name = basename(project);
  return [`${name}.nuget.g.props`, `${name}.nuget.g.targets`, 'project.assets.json'].map((file) =>
    join(extensionsPath, file),
  );
}

export async function stampsOf(files: readonly string[]): Promise<Stamps> {
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await stampOf(file)] as const)),
  );
}

/** Whether all files are still as they were. */
export async function areCurrent(stamps: Stamps): Promise<boolean> {
  const present = await stampsOf(Object.keys(stamps));
  return Object.entries(stamps).every(([file, stamp]) => present[file] === stamp);
}

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? '' : `${found.mtimeMs} ${found.size}`;
}

/** A folder and all above it, the nearest first. */
export function foldersFrom(folder: string): string[] {
  const folders = [folder];
  for (let above = dirname(folder); above !== folders.at(-1); above = dirname(above)) {
    folders.push(above);
  }
  return folders;
}

/** The files that an MSBuild file imports by a path that can be read off it. */
async function importsOf(file: string, projectFolder: string): Promise<readonly string[]> {
  if (!/(proj|\.props|\.targets|\.user)$/i.test(file)) return [];
  const text = await readFile(file, 'utf8').catch(() => '');
  return [...text.matchAll(/<Import\s[^>]*?\bProject\s*=\s*"([^"]+)"/g)].flatMap(
    ([, path = '']) => {
      const plain = path
        .replaceAll(/\$\(MSBuildThisFileDirectory\)[\\/]?/gi, `${dirname(file)}/`)
        .replaceAll(/\$\(MSBuildProjectDirectory\)/gi, projectFolder)
        .replaceAll('\\', '/');
      return /[$*?@%]/.test(plain) ? [] : [resolve(dirname(file), plain)];
    },
  );
}
