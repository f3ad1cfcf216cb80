import * as z from 'zod/mini';
import type { BuildIssue } from '../build/buildIssues.ts';
import { buildKey, type BuildPlan } from '../build/buildPlan.ts';
import { environmentKey } from '../sdk/environmentKey.ts';
import type { EvaluationsOf } from '../evaluate/evaluation.ts';
import { type MemoryOptions, SavedState } from './savedState.ts';
import { Restores } from '../build/restores.ts';
import type { Dotnet } from '../sdk/sdk.ts';
import { type BuildStart, builtSchema, outputsOf, UpToDateCheck } from './upToDate.ts';

/** To be raised when what is saved comes to mean something else. */
const version = 1;
/** How many of each are kept beyond the window, the latest ones. */
const mostEntries = 200;

const savedSchema = z.object({
  version: z.literal(version),
  environment: z.string(),
  restores: z.array(z.tuple([z.string(), z.record(z.string(), z.string())])),
  built: z.array(z.tuple([z.string(), builtSchema])),
});

/**
 * Remembers builds and restores that need not be made again, by what MSBuild names. It is asked for that
 * after the builds, when nothing waits any more, or when the next start wants to know.
 */
export class BuildMemory {
  readonly restores: Restores;
  readonly #upToDate: UpToDateCheck;
  readonly #evaluationsOf: EvaluationsOf;
  readonly #environment: string;
  readonly #isTrusted: () => boolean;
  readonly #saved: SavedState;
  readonly #learning = new Map<string, Learning>();
  #loading: Promise<void> | undefined;

  constructor(
    { clock, launchContext }: Dotnet,
    evaluationsOf: EvaluationsOf,
    { isTrusted = () => true, store }: MemoryOptions = {},
  ) {
    this.#evaluationsOf = evaluationsOf;
    this.#isTrusted = isTrusted;
    this.#environment = environmentKey(launchContext.environment);
    this.#saved = new SavedState(store);
    this.#upToDate = new UpToDateCheck(clock, evaluationsOf);
    this.restores = new Restores(() => this.#load(), isTrusted);
  }

  /** What the last build had to say, if there is nothing to build now. */
  async rememberedIssues(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    if (!this.#isTrusted()) return undefined;
    await this.#load();
    return this.#upToDate.rememberedIssues(plan);
  }

  /** Resolves when what the last build of a plan taught is known. */
  async learnt(plan: BuildPlan): Promise<void> {
    await this.#learning.get(buildKey(plan))?.wait();
  }

  /** Empty if others have just built the project. */
  async issuesElsewhere(plan: BuildPlan): Promise<readonly BuildIssue[] | undefined> {
    return this.#isTrusted() ? this.#upToDate.issuesElsewhere(plan) : undefined;
  }

  async begin(plan: BuildPlan): Promise<BuildStart> {
    await this.#load();
    this.#learning.delete(buildKey(plan));
    return this.#upToDate.begin(plan);
  }

  /** Told of a build that has succeeded, before anybody can change what it has made. */
  async succeeded(
    plan: BuildPlan,
    start: BuildStart,
    issues: readonly BuildIssue[],
  ): Promise<void> {
    const outputs = await outputsOf(plan);
    const learn = async (): Promise<void> => {
      await this.restores.remember(plan, new Date(start.began), this.#evaluationsOf);
      await this.#upToDate.remember(plan, start, outputs, issues);
      this.#save();
    };
    this.#learning.set(buildKey(plan), new Learning(learn));
  }

  /** Begins to learn what all builds until now taught. */
  learnAll(): void {
    for (const learning of this.#learning.values()) void learning.wait();
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
      restores: this.restores.entries.slice(-mostEntries),
      built: this.#upToDate.entries.slice(-mostEntries),
    }));
  }
}

/** What is done once, when it is first wanted, and hinders nobody if it fails. */
class Learning {
  readonly #learn: () => Promise<void>;
  #learning: Promise<void> | undefined;

  constructor(learn: () => Promise<void>) {
    this.#learn = learn;
  }

  wait(): Promise<void> {
    return (this.#learning ??= this.#learn().catch(() => undefined));
  }
}
