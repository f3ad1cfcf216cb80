import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionsPath, getProjects } from './restores.ts';

/**
 * Removes the intermediate files that a stopped build of a project and its references has written since a
 * time, in milliseconds since the epoch. Some may be cut off, and the next build would take them for up to
 * date.
 */
export async function removeUnfinished(project: string, since: number): Promise<void> {
  const projects = (await getProjects(project)) ?? [project];
  await Promise.all(projects.map((one) => removeSince(extensionsPath(one), since)));
}

async function removeSince(folder: string, since: number): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  // The files directly in the folder are those of the restore.
  const files = entries.filter((entry) => entry.isFile() && entry.parentPath !== folder);
  await Promise.all(
    files.map(async ({ name, parentPath }) => {
      const path = join(parentPath, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
      // A file that can't be removed is left to the build.
      if (mtimeMs >= since) await rm(path, { force: true }).catch(() => undefined);
    }),
  );
}
