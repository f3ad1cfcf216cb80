import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { BuildPlan } from './buildPlan.ts';
import { settingsKey } from './buildSettings.ts';
import {
  areCurrent,
  decidingFiles,
  restoredFiles,
  type Stamps,
  stampsOf,
} from './decidingFiles.ts';
import { pathKey } from './projectFile.ts';

/** NuGet's own list of a restore's projects: the restored one with all that it references, each by its path. */
const restoredProjects = z.object({ projects: z.record(z.string(), z.unknown()) });

/** Remembers which projects need no restore, since nothing that decides one has changed since their last build. */
export class Restores {
  readonly #known = new Map<string, Stamps>();

  async isCurrent(plan: BuildPlan): Promise<boolean> {
    const stamps = this.#known.get(keyOf(plan));
    return stamps !== undefined && areCurrent(stamps);
  }

  /** Remembers a build that has restored and succeeded, unless something changed since it began. */
  async remember(plan: BuildPlan, began: Date): Promise<void> {
    const projects = await projectsOf(plan.project);
    if (projects === undefined) return;
    const decisions = await Promise.all(projects.map(decidingFiles));
    if (decisions.some(({ isComplete }) => !isComplete)) return;
    const deciding = decisions.flatMap(({ files }) => files);
    const made = projects.flatMap((project) => restoredFiles(project, extensionsPath(project)));
    const stamps = await stampsOf([...new Set([...deciding, ...made])]);
    if (made.some((file) => stamps[file] === '') || (await isAnyNewer(deciding, began))) return;
    this.#known.set(keyOf(plan), stamps);
  }

  forget(plan: BuildPlan): void {
    this.#known.delete(keyOf(plan));
  }
}

function keyOf({ project, ...settings }: BuildPlan): string {
  return JSON.stringify([pathKey(project), settingsKey(settings)]);
}

function extensionsPath(project: string): string {
  return join(dirname(project), 'obj');
}

/** A project with all that it references, as its last restore has found them; undefined without one. */
export async function projectsOf(project: string): Promise<readonly string[] | undefined> {
  const file = join(extensionsPath(project), `${basename(project)}.nuget.dgspec.json`);
  try {
    const { projects } = restoredProjects.parse(JSON.parse(await readFile(file, 'utf8')));
    return Object.keys(projects);
  } catch {
    return undefined;
  }
}

async function isAnyNewer(files: readonly string[], time: Date): Promise<boolean> {
  const found = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return found.some((entry) => entry !== undefined && entry.mtimeMs >= time.getTime());
}
