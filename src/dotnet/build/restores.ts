import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { BuildPlan } from './buildPlan.ts';
import { settingsKey, getSettings } from './buildSettings.ts';
import { findDecidingFiles, listRestoredFiles } from '../upToDate/decidingFiles.ts';
import type { EvaluationsOf } from '../evaluate/evaluation.ts';
import { pathKey } from '../files/projectFile.ts';
import { areCurrent, isAnyNewer, type Stamps, readStamps } from '../upToDate/stamps.ts';

/** NuGet's list of the projects of a restore, by path. */
const restoredProjects = z.object({ projects: z.record(z.string(), z.unknown()) });

/** Remembers projects whose restore can be skipped because none of its inputs has changed since the last build. */
export class Restores {
  readonly #known = new Map<string, Stamps>();
  readonly #ready: () => Promise<void>;
  readonly #isTrusted: (project: string) => boolean;

  /** `ready` is awaited before the first check. */
  constructor(
    ready = () => Promise.resolve(),
    isTrusted: (project: string) => boolean = () => true,
  ) {
    this.#ready = ready;
    this.#isTrusted = isTrusted;
  }

  /** Adds saved entries. */
  add(known: Iterable<readonly [key: string, stamps: Stamps]>): void {
    for (const [key, stamps] of known) this.#known.set(key, stamps);
  }

  /** All entries, to be saved. */
  get entries(): readonly (readonly [key: string, stamps: Stamps])[] {
    return [...this.#known];
  }

  async isCurrent(plan: BuildPlan): Promise<boolean> {
    if (!this.#isTrusted(plan.project)) return false;
    await this.#ready();
    const stamps = this.#known.get(getKey(plan));
    return stamps !== undefined && areCurrent(stamps);
  }

  /** Records a successful build with a restore, unless an input has changed since it started. */
  async remember(plan: BuildPlan, began: Date, getEvaluations: EvaluationsOf): Promise<void> {
    const projects = await getProjects(plan.project);
    if (projects === undefined) return;
    const decisions = await Promise.all(
      projects.map(async (project) => {
        const evaluations = await getEvaluations(project, getSettings(plan));
        return Promise.all(evaluations.map((each) => findDecidingFiles(project, each)));
      }),
    );
    const all = decisions.flat();
    if (decisions.some((each) => each.length === 0)) return;
    if (all.some(({ isComplete }) => !isComplete)) return;
    const made = projects.flatMap((project) => listRestoredFiles(project, extensionsPath(project)));
    const isMade = new Set(made);
    const deciding = all.flatMap((each) => each.deciding).filter((file) => !isMade.has(file));
    const stamps = await readStamps([...new Set([...deciding, ...made])]);
    if (made.some((file) => stamps[file] === '')) return;
    if (await isAnyNewer(deciding, began.getTime())) return;
    this.#known.set(getKey(plan), stamps);
  }

  forget(plan: BuildPlan): void {
    this.#known.delete(getKey(plan));
  }
}

function getKey({ project, ...settings }: BuildPlan): string {
  return JSON.stringify([pathKey(project), settingsKey(settings)]);
}

export function extensionsPath(project: string): string {
  return join(dirname(project), 'obj');
}

/** Returns a project and its references as of the last restore; `undefined` if there was none. */
export async function getProjects(project: string): Promise<readonly string[] | undefined> {
  const file = join(extensionsPath(project), `${basename(project)}.nuget.dgspec.json`);
  try {
    const { projects } = restoredProjects.parse(JSON.parse(await readFile(file, 'utf8')));
    return Object.keys(projects);
  } catch {
    return undefined;
  }
}
