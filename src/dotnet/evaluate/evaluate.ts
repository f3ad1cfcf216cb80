import { basename } from 'node:path';
import { dotnetErrors } from '../errors.ts';
import type { Evaluation, EvaluationChoice } from './evaluation.ts';
import type { Evaluations } from './evaluations.ts';
import { readInstalled } from '../sdk/installed.ts';
import { splitFrameworks, choosePreferredFramework } from './targetFramework.ts';

/**
 * Evaluates the project at an absolute path for one target framework. Rejects with a HumanError about the
 * project or the SDK, and with the signal's reason.
 */
export async function evaluate(
  path: string,
  choice: EvaluationChoice,
  evaluations: Evaluations,
  signal: AbortSignal,
): Promise<Evaluation> {
  const whole = await evaluations.ask(path, choice, signal);
  const { TargetFramework = '', TargetFrameworks = '' } = whole.properties;
  const all = splitFrameworks(TargetFrameworks || TargetFramework);
  const { targetFramework } = choice;
  if (targetFramework !== undefined && !all.includes(targetFramework)) {
    throw dotnetErrors.TargetFrameworkNotFound({
      project: basename(path),
      framework: targetFramework,
      frameworks: all.join(', '),
    });
  }
  if (TargetFramework !== '') return whole;
  const preferred = choosePreferredFramework(all, await readInstalled(whole, evaluations.dotnet));
  if (preferred === undefined) return whole;
  return evaluations.ask(path, { ...choice, targetFramework: preferred }, signal);
}
