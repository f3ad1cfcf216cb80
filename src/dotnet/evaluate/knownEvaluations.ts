import type { BuildSettings } from '../../launch/launchPlan.ts';
import { settingsKey } from '../build/buildSettings.ts';
import { findDecidingFiles } from '../upToDate/decidingFiles.ts';
import type { Evaluation, EvaluationChoice } from './evaluation.ts';
import { ProjectCache } from './projectCache.ts';
import { pathKey } from '../files/projectFile.ts';
import type { StateStore } from '../upToDate/savedState.ts';
import { areCurrent, isAnyNewer, type Stamps, readStamps } from '../upToDate/stamps.ts';

/** An evaluation and its cache state. It isn't cached if its inputs are unknown or changed while it ran. */
export interface Evaluated {
  readonly evaluation: Evaluation;
  readonly state: 'kept' | 'unknowable' | 'changed';
}

/** Caches evaluations, including those that builds report, until one of their input files changes. */
export class KnownEvaluations {
  readonly #cache: ProjectCache;
  /** Evaluations that builds have reported, without imports. */
  readonly #reported = new Map<string, { stamps: Stamps; evaluation: Evaluation }>();

  constructor(environment: string, store: StateStore | undefined) {
    this.#cache = new ProjectCache(environment, store);
  }

  /** Returns the current evaluation, if there is one. One with the run target also serves requests without it. */
  async current(file: string, choice: EvaluationChoice): Promise<Evaluation | undefined> {
    const key = evaluationKey(file, { ...choice, runTarget: true });
    const reported = choice.withImports === true ? undefined : this.#reported.get(key);
    if (reported !== undefined && (await areCurrent(reported.stamps))) return reported.evaluation;
    return (
      (await this.#cache.current(key)) ??
      (choice.runTarget === true ? undefined : this.#cache.current(evaluationKey(file, choice)))
    );
  }

  /** Caches a requested evaluation. `began` is its start in milliseconds since 1970. */
  async keep(
    file: string,
    choice: EvaluationChoice,
    evaluation: Evaluation,
    began: number,
  ): Promise<Evaluated> {
    const key = evaluationKey(file, choice);
    this.#reported.delete(key);
    const { deciding, isComplete } = await findDecidingFiles(file, evaluation);
    if (!isComplete || !isLasting(evaluation)) return { evaluation, state: 'unknowable' };
    const stamps = await readStamps(deciding);
    if (await isAnyNewer(deciding, began)) return { evaluation, state: 'changed' };
    this.#cache.keep(key, { stamps, evaluation });
    return { evaluation, state: 'kept' };
  }

  /**
   * Caches an evaluation that a build has reported, which started at `began`. It is used by the start that
   * waits for the build, until the project is evaluated with its imports.
   */
  async report(
    file: string,
    settings: BuildSettings,
    evaluation: Evaluation,
    began: number,
  ): Promise<void> {
    if (!isLasting(evaluation) || isForAllFrameworks(evaluation)) return;
    const { deciding } = await findDecidingFiles(file, evaluation);
    const written = deciding.filter((each) => !isRestored(each));
    if (await isAnyNewer(written, began)) return;
    const key = evaluationKey(file, { ...settings, runTarget: true });
    this.#reported.set(key, { stamps: await readStamps(deciding), evaluation });
  }
}

/** Returns the cache key of an evaluation. */
export function evaluationKey(file: string, choice: EvaluationChoice): string {
  const { properties, runTarget = false, targetFramework } = choice;
  return JSON.stringify([
    pathKey(file),
    targetFramework,
    properties,
    settingsKey(choice),
    runTarget,
  ]);
}

/** Whether a file is written by restores only. */
function isRestored(file: string): boolean {
  return /\.nuget\.g\.(props|targets)$|[\\/]project\.assets\.json$/.test(file);
}

/** Whether an evaluation is valid until a file changes. The inputs of a custom run target are unknown. */
function isLasting({ runTarget }: Evaluation): boolean {
  return runTarget === undefined || runTarget.kind === 'unchanged';
}

/** Whether it is the outer evaluation of a project with several target frameworks. */
function isForAllFrameworks({ properties }: Evaluation): boolean {
  const { TargetFramework = '', TargetFrameworks = '' } = properties;
  return TargetFramework === '' && TargetFrameworks !== '';
}
