import * as z from 'zod/mini';
import type { BuildIssue } from '../build/buildIssues.ts';
import { buildKey, type BuildPlan } from '../build/buildPlan.ts';
import { environmentKey } from '../sdk/environmentKey.ts';
import type { EvaluationsOf } from '../evaluate/evaluation.ts';
import { type MemoryOptions, SavedState } from './savedState.ts';
import { Restores } from '../build/restores.ts';
import type { Dotnet } from '../sdk/sdk.ts';
import { type BuildStart, builtSchema, getOutputs, UpToDateCheck } from './upToDate.ts';

/** Has to be incremented when the meaning of the saved state changes. */
const version = 1;
/** How many entries of each kind are saved. */
const maxEntries = 200;

const savedSchema = z.object({
  version: z.literal(version),
  environment: z.string(),
  restores: z.array(z.tuple([z.string(), z.record(z.string(), z.string())])),
  built: z.array(z.tuple([z.string(), builtSchema])),
});

/**
 * Remembers builds and restores that can be skipped, by the inputs that MSBuild reports. Inputs are
 * evaluated after the builds, when nothing else waits or when the next start needs them.
 */
export class BuildMemory {
  readonly restores: Restores;
  readonly #upToDate: UpToDateCheck;
  readonly #getEvaluations: EvaluationsOf;
  readonly #environment: string;
  readonly #isTrusted: (project: string) => boolean;
  readonly #saved: SavedState;
  readonly #pending = new Map<string, LazyWork>();
  #loading: Promise<void> | undefined;

  constructor(
    { clock, launchContext }: Dotnet,
    getEvaluations: EvaluationsOf,
    { isTrusted = () => true, store }: MemoryOptions = {},
  ) {
    this.#getEvaluations = getEvaluations;
    this.#isTrusted = isTrusted;
    this.#environment = environmentKey(launchContext.environment);
    this.#saved = new SavedState(store);
    this.#upToDate = new UpToDateCheck(clock, getEvaluations);
    this.restores = new Restores(() => this.#load(), isTrusted);
  }

  /** Returns the issues of the last build if the project is up to date. */
  async rememberedIssues(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    if (!this.#isTrusted(plan.project)) return undefined;
    await this.#load();
    return this.#upToDate.rememberedIssues(plan);
  }

  /** Resolves when the last build of a plan is recorded. */
  async recorded(plan: BuildPlan): Promise<void> {
    await this.#pending.get(buildKey(plan))?.run();
  }

  /** Empty if the project was built elsewhere. */
  async issuesElsewhere(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    return this.#isTrusted(plan.project) ? this.#upToDate.issuesElsewhere(plan) : undefined;
  }

  async begin(plan: BuildPlan): Promise<BuildStart> {
    await this.#load();
    this.#pending.delete(buildKey(plan));
    return this.#upToDate.begin(plan);
  }

  /** Called after a successful build, before its outputs can change. */
  async succeeded(
    plan: BuildPlan,
    start: BuildStart,
    issues: readonly BuildIssue[],
  ): Promise<void> {
    const outputs = await getOutputs(plan);
    const record = async (): Promise<void> => {
      await this.restores.remember(plan, new Date(start.began), this.#getEvaluations);
      await this.#upToDate.remember(plan, start, outputs, issues);
      this.#save();
    };
    this.#pending.set(buildKey(plan), new LazyWork(record));
  }

  /** Starts to record all completed builds. */
  recordAll(): void {
    for (const work of this.#pending.values()) void work.run();
  }

  async #load(): Promise<void> {
    await (this.#loading ??= this.#loadSaved());
  }

  async #loadSaved(): Promise<void> {
    const { data } = savedSchema.safeParse(await this.#saved.load());
    if (data?.environment !== this.#environment) return;
    this.restores.add(data.restores);
    this.#upToDate.add(data.built);
  }

  #save(): void {
    this.#saved.save(() => ({
      version,
      environment: this.#environment,
      restores: this.restores.entries.slice(-maxEntries),
      built: this.#upToDate.entries.slice(-maxEntries),
    }));
  }
}

/** Work that runs once, on the first call. Errors are ignored. */
class LazyWork {
  readonly #work: () => Promise<void>;
  #result: Promise<void> | undefined;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  run(): Promise<void> {
    return (this.#result ??= this.#work().catch(() => undefined));
  }
}
