import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildPlan } from './buildPlan.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import { getSettings } from './buildSettings.ts';
import { listWithParents } from '../files/parentFolders.ts';
import { isProjectFile } from '../files/projectFile.ts';

/** Settings of a whole run of MSBuild. Only builds with equal settings can share a run. */
export interface BuildGroup {
  /** Selects the SDK. */
  readonly globalJson: string | undefined;
  /** Adds arguments to MSBuild. */
  readonly responseFile: string | undefined;
  readonly settings: BuildSettings;
}

/** Returns the group of a build; `undefined` if it needs a separate run, as file-based programs do. */
export async function getGroup(plan: BuildPlan): Promise<BuildGroup | undefined> {
  const { project } = plan;
  const settings = getSettings(plan);
  if (!isProjectFile(project)) return undefined;
  const folders = listWithParents(dirname(project));
  return {
    globalJson: await nearest(
      settings.folder === undefined ? folders : listWithParents(settings.folder),
      'global.json',
    ),
    responseFile: await nearest(folders, 'Directory.Build.rsp'),
    settings,
  };
}

export function isSameGroup(one: BuildGroup | undefined, other: BuildGroup): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

async function nearest(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const file = join(folder, name);
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}
