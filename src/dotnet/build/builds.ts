import { withTimeout } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { BuildPriority, QueuedBuild } from './queuedBuild.ts';
import { type BuildIssue, buildProject } from './build.ts';
import type { BuildGroup } from './buildGroups.ts';
import type { BuildListener, BuildPlan, BuildResult } from './buildPlan.ts';
import { BuildQueue } from './buildQueue.ts';
import { BuildRun } from './buildRun.ts';
import { buildTogether, type TogetherOutcome, type TogetherOptions } from './buildTogether.ts';
import type { Evaluation, EvaluationsOf } from '../evaluate/evaluation.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { MemoryOptions } from '../upToDate/savedState.ts';
import { removeUnfinished } from './stoppedBuild.ts';
import type { Dotnet } from '../sdk/sdk.ts';
import { toLowest } from '../sdk/lowestPriority.ts';
import type { BuildStart } from '../upToDate/upToDate.ts';
import { BuildMemory } from '../upToDate/buildMemory.ts';

/** How long the first build waits for others that are requested at the same time, in milliseconds. */
const gatherTime = 25;
/** How long it waits before that for running evaluations, whose projects may be built next. */
const evaluationTime = 1_000;

/**
 * The delay before the inputs of completed builds are evaluated, in milliseconds. It leaves the CPU to the
 * programs that were just built.
 */
const recordDelay = 2_000;

/** How long a build waited for its run, and how long it ran, in milliseconds. */
export interface BuildTiming {
  readonly queueTime: number;
  readonly duration: number;
  readonly result: BuildResult['kind'];
}

/** Builds the projects of starts that wait for them. */
export type ProjectBuilds = Pick<Builds, 'build'>;

/** The evaluations of projects, some of which are reported by builds. */
export interface ProjectKnowledge {
  /** Resolves when no evaluation runs or waits. */
  evaluated(): Promise<void>;
  /** Announces work that may request an evaluation when it settles. */
  expect(work: Promise<unknown>): void;
  /** Called before a build starts. Returns a function that records the evaluation of the built project. */
  recorder(project: string, settings: BuildSettings): (evaluation: Evaluation) => Promise<void>;
  readonly evaluations: EvaluationsOf;
}

/**
 * Builds projects in consecutive runs of MSBuild, since parallel runs would write the same files of shared
 * references. Builds that are requested during a run are combined in the next one. Projects that are up to
 * date don't wait for a run.
 */
export class Builds implements Disposable {
  readonly #options: TogetherOptions;
  readonly #knowledge: ProjectKnowledge;
  readonly #memory: BuildMemory;
  /** Pending up-to-date checks. */
  readonly #checks = new Set<Promise<unknown>>();
  readonly #queue = new BuildQueue();
  readonly #timings = new Emitter<BuildTiming>();
  readonly #demand = new Emitter<void>();
  /** How many wanted builds are queued or run. */
  #wanted = 0;
  #run: BuildRun | undefined;
  /** When the run began, in milliseconds. */
  #runBegan = 0;
  #isWorking = false;
  #isDisposed = false;
  /** Runs while no build is requested. */
  #recordTimer: Disposable | undefined;

  /** Fires when a wanted build has ended. Projects that are up to date aren't built. */
  readonly timings: Event<BuildTiming> = this.#timings.event;
  /** Fires when {@link isWanted} has changed. */
  readonly demand: Event<void> = this.#demand.event;

  constructor(dotnet: Dotnet, knowledge: ProjectKnowledge, memory: MemoryOptions = {}) {
    const getEvaluations = knowledge.evaluations.bind(knowledge);
    this.#memory = new BuildMemory(dotnet, getEvaluations, memory);
    this.#options = { ...dotnet, restores: this.#memory.restores };
    this.#knowledge = knowledge;
  }

  /**
   * Builds the project as it is when the build starts. Equal requests before the start share the build. The
   * listener receives the output of the whole run until its build ends. If the signal is aborted, the run is
   * stopped unless others wait for it. Rejects with a HumanError if no SDK can be started, and with the
   * signal's reason if the build was not started.
   */
  build(plan: BuildPlan, listener: BuildListener, signal: AbortSignal): Promise<BuildResult> {
    return this.#build(plan, 'wanted', listener, signal);
  }

  /**
   * Builds a project ahead of its start, at the lowest priority and in a separate run. Rejects like
   * {@link build}. It isn't stopped for other builds: see {@link demand}.
   */
  async buildAhead(plan: BuildPlan, signal: AbortSignal): Promise<BuildResult> {
    const result = await this.#build(plan, 'ahead', { output() {} }, signal);
    // The next build of the plan would wait for this.
    if (result.kind === 'succeeded') await this.#memory.recorded(plan);
    return result;
  }

  /** Whether a start waits for a build. */
  get isWanted(): boolean {
    return this.#wanted > 0;
  }

  async #build(
    plan: BuildPlan,
    priority: BuildPriority,
    listener: BuildListener,
    signal: AbortSignal,
  ): Promise<BuildResult> {
    signal.throwIfAborted();
    await this.#memory.recorded(plan);
    const issues = await this.#check(plan);
    if (issues !== undefined) return { kind: 'upToDate', issues };
    signal.throwIfAborted();
    if (priority === 'ahead') return this.#ask(plan, priority, listener, signal);
    // First, since builds ahead are stopped then.
    this.#changeWanted(1);
    const built = this.#ask(plan, priority, listener, signal);
    return built.finally(() => this.#changeWanted(-1));
  }

  #ask(
    plan: BuildPlan,
    priority: BuildPriority,
    listener: BuildListener,
    signal: AbortSignal,
  ): Promise<BuildResult> {
    const asked = this.#queue.ask(plan, priority, this.#options.clock.elapsed());
    const built = asked.wait(listener, signal, () => this.#leave(asked, signal));
    if (this.#run?.isStopped === false) asked.postponed();
    if (!this.#isWorking) void this.#work();
    return built;
  }

  #changeWanted(by: 1 | -1): void {
    const wasWanted = this.isWanted;
    this.#wanted += by;
    if (this.isWanted !== wasWanted) this.#demand.fire();
  }

  /** Returns the issues of the last build if the project is up to date. */
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
    // If the project is up to date, its evaluation is requested next.
    this.#knowledge.expect(remembered);
    return (await remembered) ?? this.#memory.issuesElsewhere(plan);
  }

  async #leave(asked: QueuedBuild, signal: AbortSignal): Promise<BuildResult> {
    if (this.#queue.has(asked)) {
      if (!asked.isWanted) this.#queue.remove(asked);
      throw signal.reason;
    }
    await this.#run?.endIfUnwanted();
    return { kind: 'stopped', issues: [] };
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    this.#recordTimer?.dispose();
    const { clock } = this.#options;
    const evaluated = this.#knowledge.evaluated();
    await withTimeout(clock, evaluationTime, evaluated, undefined);
    await new Promise<void>((resolve) => clock.after(gatherTime, resolve));
    while (!this.#queue.isEmpty) await this.#takeTurn();
    this.#isWorking = false;
    if (!this.#isDisposed) {
      this.#recordTimer = clock.after(recordDelay, () => this.#memory.recordAll());
    }
  }

  /** Stops the evaluation of completed builds. */
  dispose(): void {
    this.#isDisposed = true;
    this.#recordTimer?.dispose();
  }

  /** Runs the oldest build together with all that can share its run. */
  async #takeTurn(): Promise<void> {
    // Pending checks may add builds to this run.
    await Promise.all(this.#checks);
    const next = this.#queue.take(await this.#queue.groups());
    if (next === undefined) return;
    const { builds, group } = next;
    const began = this.#options.clock.now().getTime();
    this.#runBegan = this.#options.clock.elapsed();
    const run = new BuildRun(
      builds,
      (signal) =>
        group === undefined || builds.length === 1
          ? this.#buildAlone(builds[0], signal)
          : this.#buildTogether(builds, group, signal),
      () => Promise.all(builds.map(({ plan }) => removeUnfinished(plan.project, began))),
    );
    this.#run = run;
    await run.over;
    this.#run = undefined;
  }

  async #buildAlone(asked: QueuedBuild, signal: AbortSignal): Promise<void> {
    const start = await this.#memory.begin(asked.plan);
    const options = asked.priority === 'ahead' ? toLowest(this.#options) : this.#options;
    await this.#end(asked, await buildProject(asked.plan, options, asked, signal), start);
  }

  async #buildTogether(
    builds: readonly QueuedBuild[],
    group: BuildGroup,
    signal: AbortSignal,
  ): Promise<void> {
    const parts = await Promise.all(
      builds.map(async (asked) => {
        const start = await this.#memory.begin(asked.plan);
        const { project, targetFramework, ...settings } = asked.plan;
        // A build of one target framework does not provide the evaluation without that choice.
        const record =
          targetFramework === undefined ? this.#knowledge.recorder(project, settings) : undefined;
        let recording: Promise<void> | undefined;
        return {
          plan: asked.plan,
          output: (stream: OutputStream, chunk: Uint8Array) => asked.output(stream, chunk),
          evaluated: (evaluation: Evaluation) => (recording = record?.(evaluation)),
          ended: async (outcome: TogetherOutcome) => {
            await recording;
            return this.#end(asked, outcome, start);
          },
        };
      }),
    );
    return buildTogether(parts, group, this.#options, signal);
  }

  async #end(asked: QueuedBuild, outcome: TogetherOutcome, start: BuildStart): Promise<void> {
    if (outcome.kind === 'succeeded') {
      await this.#memory.succeeded(asked.plan, start, outcome.issues);
    }
    if (outcome.kind !== 'again') {
      this.#tellTiming(asked, outcome.kind);
      return asked.end(outcome);
    }
    if (!asked.isWanted) return;
    if (outcome.alone) this.#queue.repeatAlone(asked);
    else this.#queue.repeat(asked);
  }

  #tellTiming({ askedAt, priority }: QueuedBuild, result: BuildResult['kind']): void {
    if (priority === 'ahead') return;
    const queueTime = this.#runBegan - askedAt;
    const duration = this.#options.clock.elapsed() - this.#runBegan;
    this.#timings.fire({ queueTime, duration, result });
  }
}
