import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listRestoredFiles } from '../upToDate/decidingFiles.ts';
import { type Stamps, readStamps } from '../upToDate/stamps.ts';

/**
 * Returns the stamps of the outputs of projects for all configurations and frameworks, and of the SDK that
 * built them; `undefined` if they can't be determined.
 */
export async function readOutputStamps(projects: readonly string[]): Promise<Stamps | undefined> {
  const files: string[] = [];
  for (const project of projects) {
    const outputs = await getOutputs(project);
    if (outputs === undefined) return undefined;
    files.push(...outputs);
  }
  return readStamps([...new Set(files)]);
}

async function getOutputs(project: string): Promise<readonly string[] | undefined> {
  const lists = await outputLists(project, join(dirname(project), 'obj'));
  const infrastructure = await buildInfrastructure(project);
  if (lists.length === 0 || infrastructure === undefined) return undefined;
  const outputs = await Promise.all(lists.map(readListedFiles));
  return [...infrastructure, ...outputs.flat()];
}

/**
 * Returns what a build depends on besides its sources: the outputs of the restore and the installed SDKs.
 * `undefined` if they can't be determined.
 */
export async function buildInfrastructure(project: string): Promise<readonly string[] | undefined> {
  const extensionsPath = join(dirname(project), 'obj');
  const restored = listRestoredFiles(project, extensionsPath);
  const sdk = await sdkFiles(join(extensionsPath, 'project.assets.json'));
  if (sdk === undefined) return undefined;
  return [...restored, ...sdk];
}

/** Returns the lists below a folder in which MSBuild records the output files of a project's builds. */
export async function outputLists(project: string, folder: string): Promise<readonly string[]> {
  const name = `${basename(project)}.FileListAbsolute.txt`;
  const found = await readdir(folder, { recursive: true }).catch(() => []);
  return found.filter((path) => basename(path) === name).map((path) => join(folder, path));
}

/** Returns the files in a list of {@link outputLists}. */
export async function readListedFiles(list: string): Promise<readonly string[]> {
  return (await readFile(list, 'utf8')).split(/\r?\n/).filter((line) => line !== '');
}

/** Returns files that change with the installed SDKs, whose location the restore has recorded. */
async function sdkFiles(assetsFile: string): Promise<readonly string[] | undefined> {
  const text = await readFile(assetsFile, 'utf8').catch(() => '');
  const [, noted] = /"runtimeIdentifierGraphPath":\s*("(?:[^"\\]|\\.)+")/.exec(text) ?? [];
  if (noted === undefined) return undefined;
  const graph = JSON.parse(noted) as string;
  const sdks = dirname(dirname(graph));
  const root = dirname(sdks);
  return [
    graph,
    sdks,
    join(root, 'packs'),
    join(root, 'sdk-manifests'),
    join(root, 'shared', 'Microsoft.NETCore.App'),
  ];
}
