import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { restoredFiles } from '../upToDate/decidingFiles.ts';
import { type Stamps, stampsOf } from '../upToDate/stamps.ts';

/**
 * The stamps of all that builds of projects have made, for whatever configuration and framework, and of
 * the SDK that made it; nothing if that can't be told.
 */
export async function outputStamps(projects: readonly string[]): Promise<Stamps | undefined> {
  const files: string[] = [];
  for (const project of projects) {
    const outputs = await outputsOf(project);
    if (outputs === undefined) return undefined;
    files.push(...outputs);
  }
  return stampsOf([...new Set(files)]);
}

async function outputsOf(project: string): Promise<readonly string[] | undefined> {
  const lists = await outputLists(project, join(dirname(project), 'obj'));
  const infrastructure = await buildInfrastructure(project);
  if (lists.length === 0 || infrastructure === undefined) return undefined;
  const outputs = await Promise.all(lists.map(listedFiles));
  return [...infrastructure, ...outputs.flat()];
}

/**
 * What a project's build depends on beside its sources: what its restore has made, and the SDKs that
 * there are. `undefined` if that can't be told.
 */
export async function buildInfrastructure(project: string): Promise<readonly string[] | undefined> {
  const extensionsPath = join(dirname(project), 'obj');
  const restored = restoredFiles(project, extensionsPath);
  const sdk = await sdkFiles(join(extensionsPath, 'project.assets.json'));
  if (sdk === undefined) return undefined;
  return [...restored, ...sdk];
}

/** The lists below a folder that MSBuild keeps of the files each build of a project has made. */
export async function outputLists(project: string, folder: string): Promise<readonly string[]> {
  const name = `${basename(project)}.FileListAbsolute.txt`;
  const found = await readdir(folder, { recursive: true }).catch(() => []);
  return found.filter((path) => basename(path) === name).map((path) => join(folder, path));
}

/** The files in a list of {@link outputLists}. */
export async function listedFiles(list: string): Promise<readonly string[]> {
  return (await readFile(list, 'utf8')).split(/\r?\n/).filter((line) => line !== '');
}

/** What changes with the SDKs that are installed, as far as a restore has noted where they are. */
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
