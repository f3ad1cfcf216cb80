import { basename, dirname, join } from 'node:path';
import type { HumanError } from '../../common/humanError.ts';
import { makeWatchedFolder } from '../../processes/watchdog/watchedFolder.ts';
import { type BuildIssue, parseIssues } from '../build/buildIssues.ts';
import { dotnetErrors } from '../errors.ts';
import {
  type Evaluation,
  type EvaluationChoice,
  evaluationOptions,
  parseEvaluation,
} from './evaluation.ts';
import { addBuildVariables, settingsOptions } from '../build/buildSettings.ts';
import { answerOptions, evaluationFile, readEvaluation } from './evaluationTarget.ts';
import { readMark, writeGenerated } from './generatedProject.ts';
import { hasInitialTargets } from './initialTargets.ts';
import { ImportLog } from './importLog.ts';
import { formatPlace } from '../build/issueText.ts';
import { importLogOptions } from '../sdk/msbuildLog.ts';
import { isFileProgram } from '../files/projectFile.ts';
import { type Dotnet, type DotnetAnswer, runDotnet, sdkVersion } from '../sdk/sdk.ts';
import { getCause, sdkShortcoming } from '../sdk/sdkFailure.ts';

/**
 * Evaluates the project at an absolute path in a separate run of MSBuild. Rejects with a HumanError about
 * the project or the SDK, and with the signal's reason. A failing run target is not an error.
 */
export async function evaluateAlone(
  path: string,
  choice: EvaluationChoice,
  dotnet: Dotnet,
  signal: AbortSignal,
): Promise<Evaluation> {
  const folder = await makeWatchedFolder('ide-session-host-evaluation-', dotnet.watchdog);
  try {
    if (!(await mayRunTarget(path, choice))) {
      return await evaluatePlainly(path, choice, dotnet, signal);
    }
    const answer = await askForAnswer(path, choice, dotnet, folder.path, signal);
    if (!('exitCode' in answer)) return answer;
    const isSilent = hasNoTarget(answer);
    if (choice.runTarget !== true && answer.exitCode !== 0 && !isSilent) {
      return await explainFailure(path, answer, dotnet, signal);
    }
    const evaluation = await evaluatePlainly(path, choice, dotnet, signal);
    if (choice.runTarget !== true || isSilent) return evaluation;
    return { ...evaluation, runTarget: { kind: 'failed', message: failureIn(path, answer) } };
  } finally {
    await folder.remove();
  }
}

/** Whether an evaluation may run an additional target, which also runs the project's initial targets. */
async function mayRunTarget(path: string, choice: EvaluationChoice): Promise<boolean> {
  return choice.runTarget === true || !(await hasInitialTargets(path));
}

/** Evaluates without running a target. MSBuild does not report imports then. */
async function evaluatePlainly(
  path: string,
  choice: EvaluationChoice,
  dotnet: Dotnet,
  signal: AbortSignal,
): Promise<Evaluation> {
  const answer = await run(path, evaluationOptions(choice.properties), choice, dotnet, signal);
  const evaluation = answer.exitCode === 0 ? parseEvaluation(answer.stdout) : undefined;
  return evaluation ?? explainFailure(path, answer, dotnet, signal);
}

/** Rejects with a HumanError that explains why the evaluation failed. */
async function explainFailure(
  path: string,
  answer: DotnetAnswer,
  dotnet: Dotnet,
  signal: AbortSignal,
): Promise<never> {
  if (isFileProgram(path)) await checkFilePrograms(path, dotnet, signal);
  throw evaluationFailure(path, answer);
}

/** Resolves to the output of the run if it did not produce an answer. */
async function askForAnswer(
  path: string,
  choice: EvaluationChoice,
  dotnet: Dotnet,
  folder: string,
  signal: AbortSignal,
): Promise<Evaluation | DotnetAnswer> {
  const mark = basename(folder);
  const log = new ImportLog(folder);
  const file = evaluationFile(choice.properties);
  const question = { mark: `${mark} 0`, runTarget: choice.runTarget === true };
  const options = [
    ...answerOptions(join(folder, file.name), question),
    // File-based programs don't support loggers. They are not restored here.
    ...(isFileProgram(path) ? ['--no-restore'] : importLogOptions(log.path)),
  ];
  await writeGenerated([file], folder);
  const answer = await run(path, options, choice, dotnet, signal);
  const evaluation = readAnswer(answer.stdout, mark, choice.properties);
  return evaluation === undefined ? answer : log.complete(evaluation, path);
}

function readAnswer(
  output: string,
  mark: string,
  properties: readonly string[] | undefined,
): Evaluation | undefined {
  for (const line of output.split(/\r?\n/)) {
    const read = readMark(line, mark);
    if (read?.kind === 'evaluated') return readEvaluation(read.answer, properties);
  }
  return undefined;
}

function run(
  path: string,
  options: readonly string[],
  choice: EvaluationChoice,
  dotnet: Dotnet,
  signal: AbortSignal,
): Promise<DotnetAnswer> {
  const { folder = dirname(path), targetFramework } = choice;
  const args = [
    // `build` evaluates without targets too, and it is the only command that supports file-based programs.
    isFileProgram(path) ? 'build' : 'msbuild',
    path,
    '-nologo',
    ...settingsOptions(choice),
    ...(targetFramework === undefined ? [] : [`-p:TargetFramework=${targetFramework}`]),
    ...options,
  ];
  return runDotnet(args, folder, addBuildVariables(dotnet, choice), signal);
}

/** Rejects with a HumanError if the SDK does not support file-based programs. */
async function checkFilePrograms(path: string, dotnet: Dotnet, signal: AbortSignal): Promise<void> {
  const version = await sdkVersion(dirname(path), dotnet, signal);
  if (Number.parseInt(version, 10) >= 10) return;
  throw dotnetErrors.DotnetSdkTooOldForFile({ file: basename(path), version });
}

function evaluationFailure(path: string, { stdout, stderr }: DotnetAnswer): HumanError {
  const output = `${stderr}\n${stdout}`;
  const issues = parseIssues(output, dirname(path));
  const shortcoming = sdkShortcoming(issues);
  if (shortcoming !== undefined) return shortcoming;
  const error = firstError(issues);
  if (error === undefined) {
    return dotnetErrors.EvaluationFailed({ path, reason: getCause(output) });
  }
  return dotnetErrors.ProjectBroken({
    place: formatPlace(error) || path,
    problem: error.message,
    project: basename(path),
  });
}

/** Whether the project prevents additional targets. */
function hasNoTarget({ stdout, stderr }: DotnetAnswer): boolean {
  return /\berror MSB4057\b/.test(stdout + stderr);
}

/** Prefers errors with a code, since others only introduce them. */
function firstError(issues: readonly BuildIssue[]): BuildIssue | undefined {
  const errors = issues.filter(({ severity }) => severity === 'error');
  return errors.find(({ code }) => code !== '') ?? errors[0];
}

/** Returns the error of a failed run target, in one line. */
function failureIn(path: string, { stdout, stderr }: DotnetAnswer): string {
  const output = `${stderr}\n${stdout}`;
  const error = firstError(parseIssues(output, dirname(path)));
  return error === undefined ? getCause(output) : `${formatPlace(error) || path}: ${error.message}`;
}
