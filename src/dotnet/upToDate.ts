import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../common/clock.ts';
import type { BuildIssue } from './buildIssues.ts';
import { outputStamps } from './buildOutputs.ts';
import { buildKey, type BuildPlan } from './buildPlan.ts';
import { type BuildScope, inputStamps, scopeOf } from './buildScope.ts';
import { isBuiltElsewhere } from './builtElsewhere.ts';
import { areCurrent, type Stamps } from './decidingFiles.ts';
import { pathKey } from './projectFile.ts';
import { projectsOf } from './restores.ts';

/** What takes part in a build, as it was before the build began. */
export interface BuildInputs {
  readonly scope: BuildScope;
  readonly stamps: Stamps;
}

interface Built {
  readonly inputs: BuildInputs;
  readonly outputs: Stamps;
  readonly issues: readonly BuildIssue[];
}

/** How far apart two changes of a file must be, on any disk, to have two times, in milliseconds. */
const coarsestTime = 2_000;

/**
 * Remembers builds, to tell which of them would change nothing. Where a project leaves room for doubt,
 * nothing is remembered, so that it is built each time.
 */
export class UpToDateCheck {
  readonly #clock: Clock;
  readonly #built = new Map<string, Built>();
  /** What was built here once: what was changed during that is known better than the disk can tell. */
  readonly #own = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the last build had to say, if there is nothing to build now. */
  async issuesOf(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    return (await this.#rememberedIssues(plan)) ?? (await this.#issuesElsewhere(plan));
  }

  async #rememberedIssues(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    const built = this.#built.get(buildKey(plan));
    if (built === undefined) return undefined;
    const { inputs, issues, outputs } = built;
    const [present, hasOutputs] = await Promise.all([
      inputStamps(inputs.scope).catch(() => undefined),
      areCurrent(outputs),
    ]);
    return hasOutputs && present !== undefined && isDeepStrictEqual(present, inputs.stamps)
      ? issues
      : undefined;
  }

  /** Nobody has heard what a build had to say that others have made. It is remembered as one of ours. */
  async #issuesElsewhere(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    if (this.#own.has(buildKey(plan))) return undefined;
    try {
      const scope = await scopeOf(plan.project);
      const stamps = scope && (await inputStamps(scope));
      if (scope === undefined || stamps === undefined) return undefined;
      if (!(await isBuiltElsewhere(plan, scope))) return undefined;
      await this.remember(plan, { scope, stamps }, []);
      return [];
    } catch {
      return undefined;
    }
  }

  /** To be called before a build begins, since what changes from now on may have come too late for it. */
  async begin(plan: BuildPlan): Promise<BuildInputs | undefined> {
    this.#built.delete(buildKey(plan));
    this.#own.add(buildKey(plan));
    const began = this.#clock.now().getTime();
    try {
      const scope = await scopeOf(plan.project);
      const stamps = scope && (await inputStamps(scope));
      if (scope === undefined || stamps === undefined || isAnyVague(stamps, began)) {
        return undefined;
      }
      // A project file may have changed between its reading and its stamp.
      return isDeepStrictEqual(await scopeOf(plan.project), scope) ? { scope, stamps } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Remembers a build that has succeeded, with what it began with. */
  async remember(
    plan: BuildPlan,
    inputs: BuildInputs,
    issues: readonly BuildIssue[],
  ): Promise<void> {
    const { scope } = inputs;
    const known = new Set(scope.projects.map(pathKey));
    const restored = await projectsOf(plan.project);
    if (restored?.every((project) => known.has(pathKey(project))) !== true) return;
    const outputs = await outputStamps(restored).catch(() => undefined);
    if (outputs !== undefined) this.#built.set(buildKey(plan), { inputs, outputs, issues });
  }
}

/** Whether another change could leave a stamp as it is, on a disk that keeps times in seconds. */
function isAnyVague(stamps: Stamps, now: number): boolean {
  return Object.values(stamps).some((stamp) => {
    const time = Number.parseFloat(stamp);
    return time % 1_000 === 0 && time > now - coarsestTime;
  });
}
