import { isDeepStrictEqual } from 'node:util';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { Clock } from '../../common/clock.ts';
import type { BuildIssue } from '../build/buildIssues.ts';
import { readOutputStamps } from '../build/buildOutputs.ts';
import { buildKey, type BuildPlan } from '../build/buildPlan.ts';
import { type BuildScope, readInputs, inputStamps, getScope } from '../build/buildScope.ts';
import { getSettings } from '../build/buildSettings.ts';
import { hasOutputs, isBuiltElsewhere } from './builtElsewhere.ts';
import type { EvaluationsOf } from '../evaluate/evaluation.ts';
import { isProjectFile, pathKey } from '../files/projectFile.ts';
import { getProjects } from '../build/restores.ts';
import { areCurrent, isAnyNewer, type Stamps, readStamps } from './stamps.ts';

/** The start time of a build and the known inputs at that time. */
export interface BuildStart {
  readonly began: number;
  readonly stamps: Stamps;
}

const stampsSchema = z.record(z.string(), z.string());
/** A successful build, as it is saved. */
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
 * Remembers builds to skip those that would change nothing. If the inputs of a project are uncertain,
 * nothing is remembered, so that it is always built.
 */
export class UpToDateCheck {
  readonly #clock: Clock;
  readonly #getEvaluations: EvaluationsOf;
  readonly #built = new Map<string, Built>();
  /** Projects built by this host. Changes during their builds are known more precisely than from file times. */
  readonly #own = new Set<string>();
  /** The start of each remembered build, to distinguish it from a later one. */
  readonly #starts = new Map<string, BuildStart>();

  constructor(clock: Clock, getEvaluations: EvaluationsOf) {
    this.#clock = clock;
    this.#getEvaluations = getEvaluations;
  }

  /** Adds saved entries. */
  add(built: Iterable<readonly [key: string, built: Built]>): void {
    for (const [key, each] of built) this.#built.set(key, each);
  }

  /** All entries, to be saved. */
  get entries(): readonly (readonly [key: string, built: Built])[] {
    return [...this.#built];
  }

  /** Returns the issues of the remembered build if the project is up to date. Evaluates nothing. */
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

  /** Returns an empty list if the project was built elsewhere, since the issues of that build are unknown. The build is remembered. */
  async issuesElsewhere(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    if (this.#own.has(buildKey(plan)) || !(await hasOutputs(plan))) return undefined;
    try {
      const start = { began: this.#clock.now().getTime(), stamps: {} };
      this.#starts.set(buildKey(plan), start);
      const scope = await getScope(plan.project, getSettings(plan), this.#getEvaluations);
      if (scope === undefined || !(await isBuiltElsewhere(plan, scope))) return undefined;
      await this.#keep(plan, scope, start, await getOutputs(plan), []);
      return [];
    } catch {
      return undefined;
    }
  }

  /** To be called before a build, since it may miss changes after this time. */
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

  /** Remembers a successful build, unless an input has changed since it started. */
  async remember(
    plan: BuildPlan,
    start: BuildStart,
    outputs: Stamps | undefined,
    issues: readonly BuildIssue[],
  ): Promise<void> {
    const scope = await getScope(plan.project, getSettings(plan), this.#getEvaluations).catch(
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
    const restored = await getProjects(plan.project);
    if (restored?.every((project) => known.has(pathKey(project))) !== true) return;
    const found = await readInputs(scope).catch(() => undefined);
    const inputs = found && (await readStamps(found.files));
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

/** Returns the stamps of the outputs of a plan and its references. To be called when the build has ended. */
export async function getOutputs({ project }: BuildPlan): Promise<Stamps | undefined> {
  const restored = await getProjects(project);
  return restored && readOutputStamps(restored).catch(() => undefined);
}

/** Returns the minimal inputs of a build about which nothing else is known. */
function firstScope({ project }: BuildPlan): BuildScope {
  const folder = { path: dirname(project), leftOut: 'outputs and packages' } as const;
  return { projects: [project], files: [project], folders: isProjectFile(project) ? [folder] : [] };
}

/**
 * Whether inputs have changed since a build started. Inputs that were stamped then are compared; for others
 * the file times decide.
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
  // Removed files have no time. Builds create their folders at the top of the project's folder.
  const seen = new Set(Object.keys(stamps).map((name) => dirname(name)));
  const tops = new Set(names.filter(isProjectFile).map((name) => dirname(name)));
  const others = folders.filter((folder) => !seen.has(folder) && !tops.has(folder));
  const uncertain = names.filter((name) => isVague(stamps[name], began));
  return isAnyNewer([...uncertain, ...others], began);
}

/** Whether a file was not stamped, or a change could leave its stamp unchanged on a file system with coarse times. */
function isVague(stamp: string | undefined, now: number): boolean {
  if (stamp === undefined) return true;
  const time = Number.parseFloat(stamp);
  return time % 1_000 === 0 && time > now - 2_000;
}
