import type { BuildSettings } from '../../launch/launchPlan.ts';
import { settingsKey } from '../build/buildSettings.ts';
import { decidingFiles } from '../upToDate/decidingFiles.ts';
import type { Evaluation, EvaluationChoice } from './evaluation.ts';
import { ProjectCache } from './projectCache.ts';
import { pathKey } from '../files/projectFile.ts';
import type { StateStore } from '../upToDate/savedState.ts';
import { areCurrent, isAnyNewer, type Stamps, stampsOf } from '../upToDate/stamps.ts';

/** An evaluation, and whether it is in the cache: not if only MSBuild knows what decides it, or if that changed while it ran. */
export interface Evaluated {
  readonly evaluation: Evaluation;
  readonly state: 'kept' | 'unknowable' | 'changed';
}

/** Evaluations that hold until a file changes that decides them: those asked for, and those that builds report. */
export class KnownEvaluations {
  readonly #cache: ProjectCache;
  /** What builds have reported, without the imports. */
  readonly #reported = new Map<string, { stamps: Stamps; evaluation: Evaluation }>();

  constructor(environment: string, store: StateStore | undefined) {
    this.#cache = new ProjectCache(environment, store);
  }

  /** The evaluation that still holds. One with the run target serves also where none is asked for. */
  async current(file: string, choice: EvaluationChoice): Promise<Evaluation | undefined> {
    const key = evaluationKey(file, { ...choice, runTarget: true });
    const reported = choice.withImports === true ? undefined : this.#reported.get(key);
    if (reported !== undefined && (await areCurrent(reported.stamps))) return reported.evaluation;
    return (
      (await this.#cache.current(key)) ??
      (choice.runTarget === true ? undefined : this.#cache.current(evaluationKey(file, choice)))
    );
  }

  /** Takes an evaluation that was asked for; `began` is when, in milliseconds since 1970. */
  async keep(
    file: string,
    choice: EvaluationChoice,
    evaluation: Evaluation,
    began: number,
  ): Promise<Evaluated> {
    const key = evaluationKey(file, choice);
    this.#reported.delete(key);
    const { deciding, isComplete } = await decidingFiles(file, evaluation);
    if (!isComplete || !isLasting(evaluation)) return { evaluation, state: 'unknowable' };
    const stamps = await stampsOf(deciding);
    if (await isAnyNewer(deciding, began)) return { evaluation, state: 'changed' };
    this.#cache.keep(key, { stamps, evaluation });
    return { evaluation, state: 'kept' };
  }

  /**
   * Takes an evaluation that a build reports, which began at `began`. It serves the start that waits for
   * the build, and holds until the project is evaluated with its imports.
   */
  async report(
    file: string,
    settings: BuildSettings,
    evaluation: Evaluation,
    began: number,
  ): Promise<void> {
    if (!isLasting(evaluation) || isForAllFrameworks(evaluation)) return;
    const { deciding } = await decidingFiles(file, evaluation);
    const written = deciding.filter((each) => !isRestored(each));
    if (await isAnyNewer(written, began)) return;
    const key = evaluationKey(file, { ...settings, runTarget: true });
    this.#reported.set(key, { stamps: await stampsOf(deciding), evaluation });
  }
}

/** What distinguishes the evaluations of a project file. */
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

/** What only a restore writes. */
function isRestored(file: string): boolean {
  return /\.nuget\.g\.(props|targets)$|[\\/]project\.assets\.json$/.test(file);
}

/** Whether an evaluation holds until a file changes: what a project's own run target looks at, only it knows. */
function isLasting({ runTarget }: Evaluation): boolean {
  return runTarget === undefined || runTarget.kind === 'unchanged';
}

/** Whether it is of the build that builds a project for each of its frameworks, which runs no program. */
function isForAllFrameworks({ properties }: Evaluation): boolean {
  const { TargetFramework = '', TargetFrameworks = '' } = properties;
  return TargetFramework === '' && TargetFrameworks !== '';
}
