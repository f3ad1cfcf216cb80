import { basename, dirname } from 'node:path';
import { HumanError } from '../common/humanError.ts';
import { issuesIn } from './buildIssues.ts';
import { type Evaluation, evaluationOptions, parseEvaluation } from './evaluation.ts';
import { placeOf } from './issueText.ts';
import { type Dotnet, type DotnetAnswer, runDotnet } from './sdk.ts';
import { causeOf, sdkShortcoming } from './sdkFailure.ts';
import { frameworksOf, preferredFramework } from './targetFramework.ts';

/** For what a project is evaluated, where it leaves a choice. */
export interface ProjectChoice {
  readonly targetFramework?: string;
  readonly configuration?: string;
}

/**
 * Evaluates the project at an absolute path, for one target framework. Rejects with a HumanError that
 * says what is wrong with the project or with the SDK, and with the signal's reason.
 */
export async function evaluate(
  path: string,
  choice: ProjectChoice,
  dotnet: Dotnet,
  signal: AbortSignal,
): Promise<Evaluation> {
  const whole = await ask(path, choice, dotnet, signal);
  const { TargetFramework = '', TargetFrameworks = '' } = whole.properties;
  const all = frameworksOf(TargetFrameworks || TargetFramework);
  const { targetFramework } = choice;
  if (targetFramework !== undefined && !all.includes(targetFramework)) {
    throw new HumanError(
      'TargetFrameworkNotFound',
      `${basename(path)} is not built for ${targetFramework}. Choose one of ${all.join(', ')}, or add it to the project.`,
    );
  }
  const preferred = preferredFramework(all);
  if (TargetFramework !== '' || preferred === undefined) return whole;
  return ask(path, { ...choice, targetFramework: preferred }, dotnet, signal);
}

async function ask(
  path: string,
  { configuration, targetFramework }: ProjectChoice,
  dotnet: Dotnet,
  signal: AbortSignal,
): Promise<Evaluation> {
  const args = [
    'msbuild',
    path,
    '-nologo',
    ...(configuration === undefined ? [] : [`-p:Configuration=${configuration}`]),
    ...(targetFramework === undefined ? [] : [`-p:TargetFramework=${targetFramework}`]),
    ...evaluationOptions,
  ];
  const answer = await runDotnet(args, dirname(path), dotnet, signal);
  const evaluation = answer.exitCode === 0 ? parseEvaluation(answer.stdout) : undefined;
  if (evaluation === undefined) throw evaluationFailure(path, answer);
  return evaluation;
}

function evaluationFailure(path: string, { stdout, stderr }: DotnetAnswer): HumanError {
  const output = `${stderr}\n${stdout}`;
  const issues = issuesIn(output, dirname(path));
  const shortcoming = sdkShortcoming(issues);
  if (shortcoming !== undefined) return shortcoming;
  const errors = issues.filter(({ severity }) => severity === 'error');
  // What has a code is the error itself, what has none only leads up to it.
  const error = errors.find(({ code }) => code !== '') ?? errors[0];
  if (error === undefined) {
    return new HumanError(
      'EvaluationFailed',
      `dotnet could not evaluate ${path}: ${causeOf(output)}. Try dotnet msbuild there.`,
    );
  }
  return new HumanError(
    'ProjectBroken',
    `${placeOf(error) || path}: ${error.message} Correct it, since ${basename(path)} can't be evaluated.`,
  );
}
