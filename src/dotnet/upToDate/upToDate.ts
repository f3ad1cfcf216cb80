import { isDeepStrictEqual } from 'node:util';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { Clock } from '../../common/clock.ts';
import type { BuildIssue } from '../build/buildIssues.ts';
import { outputStamps } from '../build/buildOutputs.ts';
import { buildKey, type BuildPlan } from '../build/buildPlan.ts';
import { type BuildScope, inputsIn, inputStamps, scopeOf } from '../build/buildScope.ts';
import { settingsOf } from '../build/buildSettings.ts';
import { hasOutputs, isBuiltElsewhere } from './builtElsewhere.ts';
import type { EvaluationsOf } from '../evaluate/evaluation.ts';
import { isProjectFile, pathKey } from '../files/projectFile.ts';
import { projectsOf } from '../build/restores.ts';
import { areCurrent, isAnyNewer, type Stamps, stampsOf } from './stamps.ts';

/** When a build began, and what was there then as far as it was known. */
export interface BuildStart {
  readonly began: number;
  readonly stamps: Stamps;
}

const stampsSchema = z.record(z.string(), z.string());
/** A build that succeeded, as it is kept beyond the life of a window. */
export const builtSchema = z.object({
  scope: z.object({
    projects: z.array(z.string()),
    files: z.array(z.string()),
    folders: z.array(
      z.object({
        path: z.string(),
        leftOut: z.enum(['nothing', 'outputs', 'outputs and packages']),
      }),
    ),
  }),
  inputs: stampsSchema,
  outputs: stampsSchema,
  issues: z.array(
    z.object({
      file: z.string(),
      line: z.number(),
      column: z.number(),
      severity: z.enum(['error', 'warning']),
      code: z.string(),
      message: z.string(),
      project: z.optional(z.string()),
    }),
  ),
});
type Built = z.infer<typeof builtSchema>;

/**
 * Remembers builds, to tell which of them would change nothing. Where a project leaves room for doubt,
 * nothing is remembered, so that it is built each time.
 */
export class UpToDateCheck {
  readonly #clock: Clock;
  readonly #evaluationsOf: EvaluationsOf;
  readonly #built = new Map<string, Built>();
  /** What was built here once: what was changed during that is known better than the disk can tell. */
  readonly #own = new Set<string>();
  /** What each build that is remembered began with, to tell it from a later one. */
  readonly #starts = new Map<string, BuildStart>();

  constructor(clock: Clock, evaluationsOf: EvaluationsOf) {
    this.#clock = clock;
    this.#evaluationsOf = evaluationsOf;
  }

  /** Adds what was remembered before. */
  add(built: Iterable<readonly [key: string, built: Built]>): void {
    for (const [key, each] of built) this.#built.set(key, each);
  }

  /** All that is remembered, to be given to the next. */
  get entries(): readonly (readonly [key: string, built: Built])[] {
    return [...this.#built];
  }

  /** What the last build that is remembered had to say, if there is nothing to build now. Evaluates nothing. */
  async rememberedIssues(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    const built = this.#built.get(buildKey(plan));
    if (built === undefined) return undefined;
    const { inputs, issues, outputs, scope } = built;
    const [present, isComplete] = await Promise.all([
      inputStamps(scope).catch(() => undefined),
      areCurrent(outputs),
    ]);
    return isComplete && present !== undefined && isDeepStrictEqual(present, inputs)
      ? issues.map((issue) => ({ ...issue, project: issue.project }))
      : undefined;
  }

  /** Empty if others have just built the project. Nobody has heard what their build had to say; it is remembered as one of ours. */
  async issuesElsewhere(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    if (this.#own.has(buildKey(plan)) || !(await hasOutputs(plan))) return undefined;
    try {
      const start = { began: this.#clock.now().getTime(), stamps: {} };
      this.#starts.set(buildKey(plan), start);
      const scope = await scopeOf(plan.project, settingsOf(plan), this.#evaluationsOf);
      if (scope === undefined || !(await isBuiltElsewhere(plan, scope))) return undefined;
      await this.#keep(plan, scope, start, await outputsOf(plan), []);
      return [];
    } catch {
      return undefined;
    }
  }

  /** To be called before a build begins, since what changes from now on may have come too late for it. */
  async begin(plan: BuildPlan): Promise<BuildStart> {
    const key = buildKey(plan);
    const known = this.#built.get(key)?.scope ?? firstScope(plan);
    this.#built.delete(key);
    this.#own.add(key);
    const began = this.#clock.now().getTime();
    const start = { began, stamps: (await inputStamps(known).catch(() => undefined)) ?? {} };
    this.#starts.set(key, start);
    return start;
  }

  /** Remembers a build that has succeeded, unless something changed since it began. */
  async remember(
    plan: BuildPlan,
    start: BuildStart,
    outputs: Stamps | undefined,
    issues: readonly BuildIssue[],
  ): Promise<void> {
    const scope = await scopeOf(plan.project, settingsOf(plan), this.#evaluationsOf).catch(
      () => undefined,
    );
    if (scope !== undefined) await this.#keep(plan, scope, start, outputs, issues);
  }

  async #keep(
    plan: BuildPlan,
    scope: BuildScope,
    start: BuildStart,
    outputs: Stamps | undefined,
    issues: readonly BuildIssue[],
  ): Promise<void> {
    const known = new Set(scope.projects.map(pathKey));
    const restored = await projectsOf(plan.project);
    if (restored?.every((project) => known.has(pathKey(project))) !== true) return;
    const found = await inputsIn(scope).catch(() => undefined);
    const inputs = found && (await stampsOf(found.files));
    if (found === undefined || inputs === undefined || outputs === undefined) return;
    if (await hasChanged(start, inputs, found.folders)) return;
    if (this.#starts.get(buildKey(plan)) !== start) return;
    this.#built.set(buildKey(plan), {
      scope: {
        projects: [...scope.projects],
        files: [...scope.files],
        folders: [...scope.folders],
      },
      inputs,
      outputs,
      issues: issues.map(({ project, ...issue }) => ({
        ...issue,
        ...(project !== undefined && { project }),
      })),
    });
  }
}

/** The stamps of what the build of a plan has made, with all that it references; to be taken when it has ended. */
export async function outputsOf({ project }: BuildPlan): Promise<Stamps | undefined> {
  const restored = await projectsOf(project);
  return restored && outputStamps(restored).catch(() => undefined);
}

/** What certainly takes part in a build of which nothing is known. */
function firstScope({ project }: BuildPlan): BuildScope {
  const folder = { path: dirname(project), leftOut: 'outputs and packages' } as const;
  return { projects: [project], files: [project], folders: isProjectFile(project) ? [folder] : [] };
}

/**
 * Whether inputs have changed since a build began. What was looked at then is compared; of the rest the
 * times are what the disk can tell.
 */
async function hasChanged(
  { began, stamps }: BuildStart,
  inputs: Stamps,
  folders: readonly string[],
): Promise<boolean> {
  const names = Object.keys(inputs);
  if (names.some((name) => name in stamps && stamps[name] !== inputs[name])) return true;
  // Files that no longer count may still have changed while they did.
  const dropped = Object.entries(stamps).filter(([name]) => !(name in inputs));
  if (!(await areCurrent(Object.fromEntries(dropped)))) return true;
  // What was taken out of a folder has no time. A build makes its own folders at the top of a project's.
  const seen = new Set(Object.keys(stamps).map((name) => dirname(name)));
  const tops = new Set(names.filter(isProjectFile).map((name) => dirname(name)));
  const others = folders.filter((folder) => !seen.has(folder) && !tops.has(folder));
  const uncertain = names.filter((name) => isVague(stamps[name], began));
  return isAnyNewer([...uncertain, ...others], began);
}

/** Whether a file was not looked at, or another change could leave its stamp as it is, on a disk that keeps times in seconds. */
function isVague(stamp: string | undefined, now: number): boolean {
  if (stamp === undefined) return true;
  const time = Number.parseFloat(stamp);
  return time % 1_000 === 0 && time > now - 2_000;
}
