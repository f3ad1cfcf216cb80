import { type BuildPriority, QueuedBuild } from './queuedBuild.ts';
import { type BuildGroup, getGroup, isSameGroup } from './buildGroups.ts';
import { buildKey, type BuildPlan } from './buildPlan.ts';

/** Builds with the group whose run they can share; `undefined` for those that need a run of their own. */
export type BuildGroups = ReadonlyMap<QueuedBuild, BuildGroup | undefined>;

/** Builds for the next run of MSBuild. */
export interface NextBuilds {
  /** The oldest comes first. */
  readonly builds: readonly [QueuedBuild, ...QueuedBuild[]];
  /** Their group; `undefined` for a build that needs a run of its own. */
  readonly group: BuildGroup | undefined;
}

/** Builds that have not begun, the oldest first. */
export class BuildQueue {
  readonly #waiting = new Set<QueuedBuild>();
  readonly #unshareable = new WeakSet<QueuedBuild>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  has(build: QueuedBuild): boolean {
    return this.#waiting.has(build);
  }

  /** Adds a build of a plan, unless one of the same priority is waiting already. */
  ask(plan: BuildPlan, priority: BuildPriority, now: number): QueuedBuild {
    const key = buildKey(plan);
    for (const waiting of this.#waiting) {
      if (waiting.priority === priority && buildKey(waiting.plan) === key) return waiting;
    }
    const build = new QueuedBuild(plan, priority, now);
    this.#waiting.add(build);
    return build;
  }

  /** Adds a build whose run reported too little about it. */
  repeat(build: QueuedBuild): void {
    this.#waiting.add(build);
  }

  /** Adds such a build for a run of its own. */
  repeatAlone(build: QueuedBuild): void {
    this.#unshareable.add(build);
    this.#waiting.add(build);
  }

  remove(build: QueuedBuild): void {
    this.#waiting.delete(build);
  }

  /** The groups of all waiting builds. */
  async groups(): Promise<BuildGroups> {
    const groups = [...this.#waiting].map(
      async (build) => [build, await this.#getGroup(build)] as const,
    );
    return new Map(await Promise.all(groups));
  }

  /** Removes the oldest build and all that can share its run, and tells the others that they wait. */
  take(groups: BuildGroups): NextBuilds | undefined {
    // Builds can be removed while their groups are determined.
    const [first, ...others] = [...groups.keys()].filter((build) => this.#waiting.has(build));
    if (first === undefined) return undefined;
    const group = groups.get(first);
    const shared =
      group === undefined ? [] : others.filter((build) => isSameGroup(groups.get(build), group));
    const builds = [first, ...shared] as const;
    for (const build of builds) this.#waiting.delete(build);
    for (const build of this.#waiting) build.postponed();
    return { builds, group };
  }

  async #getGroup(build: QueuedBuild): Promise<BuildGroup | undefined> {
    const isAlone = build.priority === 'ahead' || this.#unshareable.has(build);
    return isAlone ? undefined : getGroup(build.plan);
  }
}
