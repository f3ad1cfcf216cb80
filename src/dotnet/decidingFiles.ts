import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type DecidingFiles, decisionsIn } from './decisions.ts';

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

/** Finds the files that decide what a project is, without what its restore made. */
export async function decidingFiles(project: string): Promise<DecidingFiles> {
  const folder = dirname(project);
  const files = new Set([project, `${project}.user`]);
  for (const above of foldersFrom(folder)) {
    for (const name of inEveryFolder) files.add(join(above, name));
  }
  let isComplete = true;
  for (const file of files) {
    if (!/(proj|\.props|\.targets|\.user)$/i.test(file)) continue;
    const text = await readFile(file, 'utf8').catch(() => '');
    const decisions = decisionsIn(text, file, project);
    for (const other of decisions.files) files.add(other);
    isComplete &&= decisions.isComplete;
  }
  return { files: [...files], isComplete };
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
