import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';

/**
 * Returns a stamp of the outputs that a server reads only once: assemblies by time and size, and manifests
 * of static files by content. Outputs with equal stamps are equal.
 */
export async function readOutputStamp({
  targetPath,
}: Pick<ProjectFacts, 'targetPath'>): Promise<string> {
  const folder = dirname(targetPath);
  const names = await readdir(folder).catch(() => []);
  const watched = names.filter((name) => isOutput(name, basename(targetPath))).toSorted();
  const stamps = await Promise.all(watched.map((name) => readStamp(join(folder, name))));
  const hash = createHash('sha256');
  watched.forEach((name, index) => hash.update(`${name}\0${stamps[index]}\0`));
  return hash.digest('hex');
}

function isOutput(name: string, target: string): boolean {
  return name === target || isManifest(name) || /\.dll$/i.test(name);
}

function isManifest(name: string): boolean {
  return /\.staticwebassets\..*json$/i.test(name);
}

async function readStamp(path: string): Promise<string> {
  try {
    if (isManifest(path))
      return createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
    const { size, mtimeMs } = await stat(path);
    return `${size} ${mtimeMs}`;
  } catch {
    // It was removed or is being written.
    return 'unreadable';
  }
}
