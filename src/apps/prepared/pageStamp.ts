import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { outputStamp } from '../../projects/serving/outputStamp.ts';

/**
 * Returns a stamp of what the page of a client is loaded from: the outputs of its build, and its static files by time
 * and size, which a dev server may serve without a build.
 */
export async function pageStamp(
  client: Pick<ProjectFacts, 'folder' | 'targetPath'>,
): Promise<string> {
  const folder = join(client.folder, 'wwwroot');
  const names: readonly string[] = await readdir(folder, { recursive: true }).catch(() => []);
  const [outputs, ...files] = await Promise.all([
    outputStamp(client),
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
