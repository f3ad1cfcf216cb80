import type { Disposable } from '../../common/disposable.ts';
import { HumanError } from '../../common/humanError.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import { environmentKey } from '../sdk/environmentKey.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation, EvaluationChoice, ProjectChoice } from './evaluation.ts';
import { Evaluations } from './evaluations.ts';
import { factsOf, type ProjectFacts } from './projectFacts.ts';
import { type Evaluated, evaluationKey, KnownEvaluations } from './knownEvaluations.ts';
import { projectFileAt } from '../files/projectFile.ts';
import type { Dotnet } from '../sdk/sdk.ts';
import type { MemoryOptions } from '../upToDate/savedState.ts';
import { SharedWork } from './sharedWork.ts';
import { frameworksOf } from './targetFramework.ts';

/** What is asked about projects. */
export type ProjectReader = {
  readonly facts: (path: string, signal?: AbortSignal) => Promise<ProjectFacts>;
  readonly runFacts: (path: string, signal?: AbortSignal) => Promise<ProjectFacts>;
  readonly properties: (
    path: string,
    names: readonly string[],
    signal?: AbortSignal,
  ) => Promise<Readonly<Record<string, string>>>;
};

/** Answers questions about projects, each by one evaluation until a file changes that decides it. */
export class Projects implements Disposable {
  readonly #known: KnownEvaluations;
  readonly #evaluations: Evaluations;
  readonly #isTrusted: () => boolean;
  readonly #running = new Map<string, SharedWork<Evaluated>>();
  #places = 0;

  constructor(dotnet: Dotnet, { isTrusted = () => true, store }: MemoryOptions = {}) {
    this.#isTrusted = isTrusted;
    this.#evaluations = new Evaluations(dotnet);
    this.#known = new KnownEvaluations(environmentKey(dotnet.launchContext.environment), store);
  }

  /**
   * What a project is: a project file, or a folder that has one. Rejects with a HumanError if it is no
   * project, is broken or can't be evaluated here, and with the reason of the signal. What is asked
   * for first is evaluated first.
   */
  async facts(
    path: string,
    signal?: AbortSignal,
    choice: ProjectChoice = {},
  ): Promise<ProjectFacts> {
    // Taken now: how long it takes to find the file is chance.
    const place = ++this.#places;
    const file = await projectFileAt(path);
    return factsOf(file, await this.#evaluated(file, { ...choice, place }, signal));
  }

  /**
   * As `facts`, with the run properties as the target ComputeRunArguments leaves them, which is run as
   * `dotnet run` does it.
   */
  async runFacts(
    path: string,
    signal?: AbortSignal,
    choice: ProjectChoice = {},
  ): Promise<ProjectFacts> {
    const place = ++this.#places;
    const file = await projectFileAt(path);
    return factsOf(
      file,
      await this.#evaluated(file, { ...choice, place, runTarget: true }, signal),
    );
  }

  /** A project's properties, those of these names among them, empty where it has none. Rejects as `facts` does. */
  async properties(
    path: string,
    names: readonly string[],
    signal?: AbortSignal,
    choice: ProjectChoice = {},
  ): Promise<Readonly<Record<string, string>>> {
    const file = await projectFileAt(path);
    return (await this.#evaluated(file, { ...choice, properties: names }, signal)).properties;
  }

  /** The same projects as they are with settings. */
  with(settings: BuildSettings): ProjectReader {
    return {
      facts: (path, signal) => this.facts(path, signal, settings),
      runFacts: (path, signal) => this.runFacts(path, signal, settings),
      properties: (path, names, signal) => this.properties(path, names, signal, settings),
    };
  }

  /**
   * To be called before a project is built: gives what keeps an evaluation that the build makes.
   */
  learning(file: string, settings: BuildSettings): (evaluation: Evaluation) => Promise<void> {
    const began = this.#now;
    return (evaluation) => this.#known.report(file, settings, evaluation, began);
  }

  /**
   * What MSBuild says of a project file with its imports, for each of its target frameworks; empty if it
   * can't be evaluated.
   */
  async evaluations(file: string, settings: BuildSettings): Promise<readonly Evaluation[]> {
    const choice = { ...settings, runTarget: true, withImports: true };
    try {
      const preferred = await this.#evaluated(file, choice, undefined);
      const frameworks = frameworksOf(preferred.properties['TargetFrameworks'] ?? '');
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

  /** Has evaluations begin after `work`, which may ask for one once it is settled. */
  expect(work: Promise<unknown>): void {
    this.#evaluations.expect(work);
  }

  /** Resolves when no evaluation runs or waits. */
  evaluated(): Promise<void> {
    return this.#evaluations.answered();
  }

  /** Ends the evaluations that run; who waits for them hears it. */
  dispose(): void {
    for (const work of this.#running.values()) work.abort();
  }

  async #evaluated(
    file: string,
    choice: EvaluationChoice,
    signal: AbortSignal | undefined,
  ): Promise<Evaluation> {
    for (let attempt = 1; ; attempt++) {
      const isTrusted = this.#isTrusted();
      const current = isTrusted ? await this.#known.current(file, choice) : undefined;
      signal?.throwIfAborted();
      if (current !== undefined) return current;
      const { evaluation, state } = await this.#evaluation(file, choice).wait(signal);
      // A file whose time is in the future would look changed each time.
      if (!isTrusted || state === 'unknowable' || attempt === mostAttempts) return evaluation;
    }
  }

  /** The evaluation that runs, or a new one; its outcome goes to the cache. */
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

/** How often a project is evaluated whose files change meanwhile. */
const mostAttempts = 3;
