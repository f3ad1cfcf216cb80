import type { Disposable } from '../../common/disposable.ts';
import { HumanError } from '../../common/humanError.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import { environmentKey } from '../sdk/environmentKey.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation, EvaluationChoice, ProjectChoice } from './evaluation.ts';
import { Evaluations } from './evaluations.ts';
import { toProjectFacts, type ProjectFacts } from './projectFacts.ts';
import { type Evaluated, evaluationKey, KnownEvaluations } from './knownEvaluations.ts';
import { findProjectFile } from '../files/projectFile.ts';
import type { Dotnet } from '../sdk/sdk.ts';
import type { MemoryOptions } from '../upToDate/savedState.ts';
import { SharedWork } from './sharedWork.ts';
import { splitFrameworks } from './targetFramework.ts';

/** Queries about projects. */
export type ProjectReader = {
  readonly facts: (path: string, signal?: AbortSignal) => Promise<ProjectFacts>;
  readonly runFacts: (path: string, signal?: AbortSignal) => Promise<ProjectFacts>;
  readonly properties: (
    path: string,
    names: readonly string[],
    signal?: AbortSignal,
  ) => Promise<Readonly<Record<string, string>>>;
};

/** Answers queries about projects from evaluations, which are cached until an input file changes. */
export class Projects implements Disposable {
  readonly #known: KnownEvaluations;
  readonly #evaluations: Evaluations;
  readonly #isTrusted: (project: string) => boolean;
  readonly #running = new Map<string, SharedWork<Evaluated>>();
  #places = 0;

  constructor(dotnet: Dotnet, { isTrusted = () => true, store }: MemoryOptions = {}) {
    this.#isTrusted = isTrusted;
    this.#evaluations = new Evaluations(dotnet);
    this.#known = new KnownEvaluations(environmentKey(dotnet.launchContext.environment), store);
  }

  /**
   * Returns the facts of a project, given as a project file or a folder that contains one. Rejects with a
   * HumanError if it is not a project, is invalid or can't be evaluated, and with the signal's reason.
   * Requests are evaluated in order.
   */
  async facts(
    path: string,
    signal?: AbortSignal,
    choice: ProjectChoice = {},
  ): Promise<ProjectFacts> {
    // Determined before the file is located, which takes a varying time.
    const place = ++this.#places;
    const file = await findProjectFile(path);
    return toProjectFacts(file, await this.#evaluated(file, { ...choice, place }, signal));
  }

  /**
   * Like `facts`, with the run properties after the target ComputeRunArguments, as `dotnet run` determines
   * them.
   */
  async runFacts(
    path: string,
    signal?: AbortSignal,
    choice: ProjectChoice = {},
  ): Promise<ProjectFacts> {
    const place = ++this.#places;
    const file = await findProjectFile(path);
    return toProjectFacts(
      file,
      await this.#evaluated(file, { ...choice, place, runTarget: true }, signal),
    );
  }

  /** Returns properties of a project, including those of these names; empty if they are not set. Rejects like `facts`. */
  async properties(
    path: string,
    names: readonly string[],
    signal?: AbortSignal,
    choice: ProjectChoice = {},
  ): Promise<Readonly<Record<string, string>>> {
    const file = await findProjectFile(path);
    return (await this.#evaluated(file, { ...choice, properties: names }, signal)).properties;
  }

  /** Returns a reader that evaluates projects with settings. */
  with(settings: BuildSettings): ProjectReader {
    return {
      facts: (path, signal) => this.facts(path, signal, settings),
      runFacts: (path, signal) => this.runFacts(path, signal, settings),
      properties: (path, names, signal) => this.properties(path, names, signal, settings),
    };
  }

  /** To be called before a build. Returns a function that caches the evaluation that the build reports. */
  recorder(file: string, settings: BuildSettings): (evaluation: Evaluation) => Promise<void> {
    const began = this.#now;
    return (evaluation) => this.#known.report(file, settings, evaluation, began);
  }

  /**
   * Returns the evaluations of a project file with imports, for all of its target frameworks. Empty if it
   * can't be evaluated.
   */
  async evaluations(file: string, settings: BuildSettings): Promise<readonly Evaluation[]> {
    const choice = { ...settings, runTarget: true, withImports: true };
    try {
      const preferred = await this.#evaluated(file, choice, undefined);
      const frameworks = splitFrameworks(preferred.properties['TargetFrameworks'] ?? '');
      const others = frameworks.filter((each) => each !== preferred.properties['TargetFramework']);
      const rest = others.map((targetFramework) =>
        this.#evaluated(file, { ...choice, targetFramework }, undefined),
      );
      return [preferred, ...(await Promise.all(rest))];
    } catch (error) {
      if (error instanceof HumanError) return [];
      throw error;
    }
  }

  /** Delays evaluations until `work` settles, since it may request one. */
  expect(work: Promise<unknown>): void {
    this.#evaluations.expect(work);
  }

  /** Resolves when no evaluation runs or waits. */
  evaluated(): Promise<void> {
    return this.#evaluations.answered();
  }

  /** Aborts running evaluations, which rejects their waiters. */
  dispose(): void {
    for (const work of this.#running.values()) work.abort();
  }

  async #evaluated(
    file: string,
    choice: EvaluationChoice,
    signal: AbortSignal | undefined,
  ): Promise<Evaluation> {
    for (let attempt = 1; ; attempt++) {
      const isTrusted = this.#isTrusted(file);
      const current = isTrusted ? await this.#known.current(file, choice) : undefined;
      signal?.throwIfAborted();
      if (current !== undefined) return current;
      const { evaluation, state } = await this.#evaluation(file, choice).wait(signal);
      // A file with a time in the future would seem to change each time.
      if (!isTrusted || state === 'unknowable' || attempt === maxAttempts) return evaluation;
    }
  }

  /** Returns the running evaluation, or starts one and caches its result. */
  #evaluation(file: string, choice: EvaluationChoice): SharedWork<Evaluated> {
    const key = evaluationKey(file, choice);
    const running = this.#running.get(key);
    if (running?.isAborted === false) return running;
    const work = new SharedWork(async (signal) => {
      try {
        return await this.#evaluate(file, choice, signal);
      } finally {
        if (this.#running.get(key) === work) this.#running.delete(key);
      }
    });
    this.#running.set(key, work);
    return work;
  }

  async #evaluate(file: string, choice: EvaluationChoice, signal: AbortSignal): Promise<Evaluated> {
    const began = this.#now;
    const evaluation = await evaluate(file, choice, this.#evaluations, signal);
    return this.#known.keep(file, choice, evaluation, began);
  }

  get #now(): number {
    return this.#evaluations.dotnet.clock.now().getTime();
  }
}

/** How often a project is evaluated if its files change during the evaluation. */
const maxAttempts = 3;
