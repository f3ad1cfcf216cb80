import { basename, dirname } from 'node:path';
import { HumanError } from '../common/humanError.ts';
import { issuesIn } from './buildIssues.ts';
import {
  type Evaluation,
  type EvaluationChoice,
  evaluationOptions,
  parseEvaluation,
} from './evaluation.ts';
import { dotnetWith, settingsOptions } from './buildSettings.ts';
import { placeOf } from './issueText.ts';
import { isFileProgram } from './projectFile.ts';
import { type Dotnet, type DotnetAnswer, runDotnet, sdkVersion } from './sdk.ts';
import { causeOf, sdkShortcoming } from './sdkFailure.ts';

/**
 * Evaluates the project at an absolute path by a run of MSBuild. Rejects with a HumanError that says what
 * is wrong with the project or with the SDK, and with the signal's reason.
 */
export async function evaluateAlone(
  path: string,
  choice: EvaluationChoice,
  dotnet: Dotnet,
  signal: AbortSignal,
): Promise<Evaluation> {
  const { folder = dirname(path), properties, targetFramework } = choice;
  const args = [
    // Without targets this evaluates too, and only it knows file-based programs.
    isFileProgram(path) ? 'build' : 'msbuild',
    path,
    '-nologo',
    ...settingsOptions(choice),
    ...(targetFramework === undefined ? [] : [`-p:TargetFramework=${targetFramework}`]),
    ...evaluationOptions(properties),
  ];
  const answer = await runDotnet(args, folder, dotnetWith(dotnet, choice), signal);
  const evaluation = answer.exitCode === 0 ? parseEvaluation(answer.stdout) : undefined;
  if (evaluation !== undefined) return evaluation;
  if (isFileProgram(path)) await checkFilePrograms(path, dotnet, signal);
  throw evaluationFailure(path, answer);
}

/** Rejects with a HumanError if the SDK knows no file-based programs. */
async function checkFilePrograms(path: string, dotnet: Dotnet, signal: AbortSignal): Promise<void> {
  const version = await sdkVersion(dirname(path), dotnet, signal);
  if (Number.parseInt(version, 10) >= 10) return;
  throw new HumanError(
    'DotnetSdkTooOld',
    `${basename(path)} is a program without a project, which the .NET SDK ${version} can't run. Install the .NET SDK 10.0 or a later one (https://dotnet.microsoft.com/download), or name a project.`,
  );
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
