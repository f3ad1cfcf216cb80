import { within } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { AskedBuild } from './askedBuild.ts';
import { type BuildIssue, buildProject } from './build.ts';
import { type BuildGroup, groupOf, isSameGroup } from './buildGroups.ts';
import { type BuildListener, buildKey, type BuildPlan, type BuildResult } from './buildPlan.ts';
import { BuildRun } from './buildRun.ts';
import { buildTogether, type TogetherOutcome, type TogetherParts } from './buildTogether.ts';
import type { Evaluation, EvaluationsOf } from '../evaluate/evaluation.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { MemoryOptions } from '../upToDate/savedState.ts';
import type { Dotnet } from '../sdk/sdk.ts';
import type { BuildStart } from '../upToDate/upToDate.ts';
import { BuildMemory } from '../upToDate/buildMemory.ts';

/** How long the first waits for others that are asked for at once, in milliseconds. */
const gatherTime = 25;
/** How long it waits before that for projects that are still evaluated, and may be built next. */
const evaluationTime = 1_000;

/**
 * How long programs that were just built have the machine for their start, before it is asked what took
 * part in their builds, in milliseconds.
 */
const learnTime = 2_000;

/** Knows what projects are, and learns it from their builds. */
export interface ProjectKnowledge {
  /** Resolves when no evaluation runs or waits. */
  evaluated(): Promise<void>;
  /** Told of what may ask for an evaluation once it is settled. */
  expect(work: Promise<unknown>): void;
  /** Called before a build begins; what it gives is called with what the project is then. */
  learning(project: string, settings: BuildSettings): (evaluation: Evaluation) => Promise<void>;
  readonly evaluations: EvaluationsOf;
}

/**
 * Builds projects by one run of MSBuild after the other, since two at once would write the same files of
 * what both reference. What is asked for during a run is gathered and built together by the next. What is
 * up to date waits for no run.
 */
export class Builds implements Disposable {
  readonly #parts: TogetherParts;
  readonly #knowledge: ProjectKnowledge;
  readonly #memory: BuildMemory;
  /** What is being looked at, whether it is up to date. */
  readonly #checks = new Set<Promise<unknown>>();
  /** Not begun yet, the oldest first. */
  readonly #queue = new Set<AskedBuild>();
  readonly #loners = new WeakSet<AskedBuild>();
  #run: BuildRun | undefined;
  #isWorking = false;
  #isDisposed = false;
  /** Begins when no build has been asked for in a while. */
  #learning: Disposable | undefined;

  constructor(dotnet: Dotnet, knowledge: ProjectKnowledge, memory: MemoryOptions = {}) {
    const evaluationsOf = knowledge.evaluations.bind(knowledge);
    this.#memory = new BuildMemory(dotnet, evaluationsOf, memory);
    this.#parts = { ...dotnet, restores: this.#memory.restores };
    this.#knowledge = knowledge;
  }

  /**
   * Builds what the project is when its turn comes, never before it was asked for; those who ask for the
   * same before its turn share it. The listener hears the whole run's output until its own build is over.
   * Who leaves by the signal ends the run if nobody else waits for it. Rejects with a HumanError if no
   * SDK can be started, and with the signal's reason if the build was never begun.
   */
  async build(plan: BuildPlan, listener: BuildListener, signal: AbortSignal): Promise<BuildResult> {
    signal.throwIfAborted();
    await this.#memory.learnt(plan);
    const issues = await this.#check(plan);
    if (issues !== undefined) return { kind: 'upToDate', issues };
    signal.throwIfAborted();
    const asked = this.#queued(plan);
    const built = asked.wait(listener, signal, () => this.#leave(asked, signal));
    if (this.#run !== undefined) asked.postponed();
    if (!this.#isWorking) void this.#work();
    return built;
  }

  /** What the last build had to say, if the project is up to date. */
  async #check(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    const remembered = this.#memory.rememberedIssues(plan);
    const check = this.#checkAll(plan, remembered);
    this.#checks.add(check);
    try {
      return await check;
    } finally {
      this.#checks.delete(check);
    }
  }

  async #checkAll(
    plan: BuildPlan,
    remembered: ReturnType<BuildMemory['rememberedIssues']>,
  ): Promise<readonly BuildIssue[] | undefined> {
    // What is not built is evaluated next.
    this.#knowledge.expect(remembered);
    return (await remembered) ?? this.#memory.issuesElsewhere(plan);
  }

  #queued(plan: BuildPlan): AskedBuild {
    const key = buildKey(plan);
    for (const asked of this.#queue) if (buildKey(asked.plan) === key) return asked;
    const asked = new AskedBuild(plan);
    this.#queue.add(asked);
    return asked;
  }

  async #leave(asked: AskedBuild, signal: AbortSignal): Promise<BuildResult> {
    if (this.#queue.has(asked)) {
      if (!asked.isWanted) this.#queue.delete(asked);
      throw signal.reason;
    }
    await this.#run?.endIfUnwanted();
    return { kind: 'stopped', issues: [] };
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    this.#learning?.dispose();
    const { clock } = this.#parts;
    const evaluated = this.#knowledge.evaluated();
    await within(clock, evaluationTime, evaluated, undefined);
    await new Promise<void>((resolve) => clock.after(gatherTime, resolve));
    while (this.#queue.size > 0) await this.#takeTurn();
    this.#isWorking = false;
    if (!this.#isDisposed) {
      this.#learning = clock.after(learnTime, () => this.#memory.learnAll());
    }
  }

  /** Learns no more from the builds that were made. */
  dispose(): void {
    this.#isDisposed = true;
    this.#learning?.dispose();
  }

  /** Builds the oldest, together with all that may share its run. */
  async #takeTurn(): Promise<void> {
    // What is found not to be up to date is built with the others.
    await Promise.all(this.#checks);
    const queued = [...this.#queue];
    const groups = new Map(
      await Promise.all(queued.map(async (asked) => [asked, await this.#groupOf(asked)] as const)),
    );
    const present = queued.filter((asked) => this.#queue.has(asked));
    const [first] = present;
    if (first === undefined) return;
    const group = groups.get(first);
    const builds =
      group === undefined
        ? [first]
        : present.filter((asked) => isSameGroup(groups.get(asked), group));
    for (const build of builds) this.#queue.delete(build);
    for (const asked of this.#queue) asked.postponed();
    this.#run = new BuildRun(builds, (signal) =>
      group === undefined || builds.length === 1
        ? this.#buildAlone(first, signal)
        : this.#buildTogether(builds, group, signal),
    );
    await this.#run.over;
    this.#run = undefined;
  }

  async #groupOf(asked: AskedBuild): Promise<BuildGroup | undefined> {
    return this.#loners.has(asked) ? undefined : groupOf(asked.plan);
  }

  async #buildAlone(asked: AskedBuild, signal: AbortSignal): Promise<void> {
    const start = await this.#memory.begin(asked.plan);
    await this.#end(asked, await buildProject(asked.plan, this.#parts, asked, signal), start);
  }

  async #buildTogether(
    builds: readonly AskedBuild[],
    group: BuildGroup,
    signal: AbortSignal,
  ): Promise<void> {
    const parts = await Promise.all(
      builds.map(async (asked) => {
        const start = await this.#memory.begin(asked.plan);
        const { project, targetFramework, ...settings } = asked.plan;
        // A build of one target framework does not tell what the project is without that choice.
        const learn =
          targetFramework === undefined ? this.#knowledge.learning(project, settings) : undefined;
        let learnt: Promise<void> | undefined;
        return {
          plan: asked.plan,
          output: (stream: OutputStream, chunk: Uint8Array) => asked.output(stream, chunk),
          evaluated: (evaluation: Evaluation) => (learnt = learn?.(evaluation)),
          ended: async (outcome: TogetherOutcome) => {
            await learnt;
            return this.#end(asked, outcome, start);
          },
        };
      }),
    );
    return buildTogether(parts, group, this.#parts, signal);
  }

  async #end(asked: AskedBuild, outcome: TogetherOutcome, start: BuildStart): Promise<void> {
    if (outcome.kind === 'succeeded') {
      await this.#memory.succeeded(asked.plan, start, outcome.issues);
    }
    if (outcome.kind !== 'again') return asked.end(outcome);
    if (!asked.isWanted) return;
    if (outcome.alone) this.#loners.add(asked);
    this.#queue.add(asked);
  }
}
