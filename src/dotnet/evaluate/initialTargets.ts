import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listWithParents } from '../files/parentFolders.ts';

/** Whether a project, or a file imported from its parent folders, has initial targets. */
export async function hasInitialTargets(project: string): Promise<boolean> {
  const above = listWithParents(dirname(project)).flatMap((folder) =>
    ['Directory.Build.props', 'Directory.Build.targets'].map((name) => join(folder, name)),
  );
  const texts = await Promise.all(
    [project, ...above].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  return texts.some((text) => /\bInitialTargets\b/.test(text));
}
