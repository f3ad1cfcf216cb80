import { dirname, join } from 'node:path';
import type { Disposable } from '../common/disposable.ts';
import { HumanError } from '../common/humanError.ts';
import { settingsKey } from './buildSettings.ts';
import type { BuildSettings } from '../launch/launchPlan.ts';
import { decidingFiles, restoredFiles, type Stamps, stampsOf } from './decidingFiles.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation, EvaluationChoice, ProjectChoice } from './evaluation.ts';
import { Evaluations } from './evaluations.ts';
import { type Outcome, ProjectCache, type ProjectCacheStore } from './projectCache.ts';
import { factsOf, type ProjectFacts } from './projectFacts.ts';
import { runtimesFolder } from './installed.ts';
import { pathKey, projectFileAt } from './projectFile.ts';
import type { Dotnet } from './sdk.ts';
import { SharedWork } from './sharedWork.ts';

/** What is asked about projects. */
export type ProjectReader = {
  readonly facts: (path: string, signal?: AbortSignal) => Promise<ProjectFacts>;
  readonly properties: (
    path: string,
    names: readonly string[],
    signal?: AbortSignal,
  ) => Promise<Readonly<Record<string, string>>>;
};

/** An outcome, and whether it is in the cache: not if only MSBuild knows what decides it. */
interface Evaluated {
  readonly outcome: Outcome;
  readonly isKept: boolean;
}

/** Answers questions about projects, each by one evaluation until a file changes that decides it. */
export class Projects implements Disposable {
  readonly #cache: ProjectCache;
  readonly #evaluations: Evaluations;
  readonly #running = new Map<string, SharedWork<Evaluated>>();
  #places = 0;

  constructor(dotnet: Dotnet, store?: ProjectCacheStore) {
    this.#evaluations = new Evaluations(dotnet);
    this.#cache = new ProjectCache(store);
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
      properties: (path, names, signal) => this.properties(path, names, signal, settings),
    };
  }

  /**
   * To be called before a project is built: gives what keeps an evaluation that the build makes, to hold
   * until a file changes that decides it.
   */
  async learning(
    file: string,
    settings: BuildSettings,
  ): Promise<(evaluation: Evaluation) => Promise<void>> {
    const { files, isComplete } = await decidingFiles(file);
    const stamps = await stampsOf(files);
    return async (evaluation) => {
      if (!isComplete) return;
      const outcome = { kind: 'evaluated', evaluation } as const;
      this.#cache.keep(keyOf(file, settings), {
        stamps: { ...(await furtherStamps(outcome)), ...stamps },
        outcome,
      });
    };
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
    const key = keyOf(file, choice);
    for (;;) {
      const outcome = await this.#cache.current(key);
      signal?.throwIfAborted();
      if (outcome !== undefined) return evaluationIn(outcome);
      const { isKept, outcome: present } = await this.#evaluation(key, file, choice).wait(signal);
      if (!isKept) return evaluationIn(present);
    }
  }

  /** The evaluation that runs, or a new one; its outcome goes to the cache. */
  #evaluation(key: string, file: string, choice: EvaluationChoice): SharedWork<Evaluated> {
    const running = this.#running.get(key);
    if (running?.isAborted === false) return running;
    const work = new SharedWork(async (signal) => {
      try {
        return await this.#evaluate(key, file, choice, signal);
      } finally {
        if (this.#running.get(key) === work) this.#running.delete(key);
      }
    });
    this.#running.set(key, work);
    return work;
  }

  async #evaluate(
    key: string,
    file: string,
    choice: EvaluationChoice,
    signal: AbortSignal,
  ): Promise<Evaluated> {
    const { files, isComplete } = await decidingFiles(file);
    // Stamped before, so that what changes meanwhile is seen.
    const stamps = await stampsOf([...files, ...restoredFiles(file, join(dirname(file), 'obj'))]);
    const outcome = await this.#outcome(file, choice, signal);
    if (isComplete) {
      this.#cache.keep(key, {
        stamps: { ...(await furtherStamps(outcome)), ...stamps },
        outcome,
      });
    }
    return { outcome, isKept: isComplete };
  }

  async #outcome(file: string, choice: EvaluationChoice, signal: AbortSignal): Promise<Outcome> {
    try {
      return {
        kind: 'evaluated',
        evaluation: await evaluate(file, choice, this.#evaluations, signal),
      };
    } catch (error) {
      if (!(error instanceof HumanError) || !isOfProject(error)) throw error;
      return { kind: 'broken', error: { code: error.code, message: error.message } };
    }
  }
}

function keyOf(file: string, choice: EvaluationChoice): string {
  const { properties, targetFramework } = choice;
  return JSON.stringify([pathKey(file), targetFramework, properties, settingsKey(choice)]);
}

/** Whether a failure lasts until a file of the project changes. */
function isOfProject({ code }: HumanError): boolean {
  return code === 'ProjectBroken' || code === 'TargetFrameworkNotFound';
}

/** What decides as well, as far as the evaluation tells: the SDKs and runtimes that there are, and a restore elsewhere. */
async function furtherStamps(outcome: Outcome): Promise<Stamps> {
  if (outcome.kind === 'broken') return {};
  const {
    MSBuildProjectExtensionsPath = '',
    MSBuildProjectFile = '',
    NetCoreRoot = '',
  } = outcome.evaluation.properties;
  return stampsOf([
    ...(NetCoreRoot === '' ? [] : [join(NetCoreRoot, 'sdk'), runtimesFolder(NetCoreRoot)]),
    ...(MSBuildProjectExtensionsPath === ''
      ? []
      : restoredFiles(MSBuildProjectFile, MSBuildProjectExtensionsPath)),
  ]);
}

function evaluationIn(outcome: Outcome): Evaluation {
  if (outcome.kind === 'evaluated') return outcome.evaluation;
  throw new HumanError(outcome.error.code, outcome.error.message);
}
