import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { readOutputStamp } from '../../projects/serving/outputStamp.ts';

/**
 * Returns a stamp of what a page is loaded from: the outputs of its projects, and their static files by time and size,
 * which a dev server may serve without a build.
 */
export async function stampPage(
  projects: readonly Pick<ProjectFacts, 'folder' | 'targetPath'>[],
): Promise<string> {
  return (await Promise.all(projects.map(stampOf))).join(' ');
}

async function stampOf(project: Pick<ProjectFacts, 'folder' | 'targetPath'>): Promise<string> {
  const folder = join(project.folder, 'wwwroot');
  const names: readonly string[] = await readdir(folder, { recursive: true }).catch(() => []);
  const [outputs, ...files] = await Promise.all([
    readOutputStamp(project),
    ...names.toSorted().map((name) => readStamp(folder, name)),
  ]);
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`);
  return `${outputs} ${hash.digest('hex')}`;
}

async function readStamp(folder: string, name: string): Promise<string> {
  const file = await stat(join(folder, name)).catch(() => undefined);
  return `${name} ${file?.size} ${file?.mtimeMs}`;
}
