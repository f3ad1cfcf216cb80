import { basename, dirname, join } from 'node:path';
import { makeWatchedFolder } from '../../processes/watchdog/watchedFolder.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { toText, WholeLines } from '../../common/wholeLines.ts';
import type { BuildGroup } from '../build/buildGroups.ts';
import { addBuildVariables, settingsOptions } from '../build/buildSettings.ts';
import type { Evaluation } from './evaluation.ts';
import {
  evaluationFile,
  type EvaluationQuestion,
  evaluationTask,
  readEvaluation,
} from './evaluationTarget.ts';
import { generatedFile, generatedProject, readMark, writeGenerated } from './generatedProject.ts';
import { ImportLog } from './importLog.ts';
import { importLogOptions } from '../sdk/msbuildLog.ts';
import { type Dotnet, followDotnet } from '../sdk/sdk.ts';

/** How many projects can be evaluated in the time in which one more MSBuild node starts. */
const projectsPerNode = 24;

/**
 * Evaluates projects of one group in one run of MSBuild, in order, and reports each as soon as it is
 * available. Invalid projects are not reported. Rejects with a HumanError if no SDK can be started.
 */
export async function evaluateTogether(
  projects: readonly Omit<EvaluationQuestion, 'mark'>[],
  { responseFile, settings }: BuildGroup,
  dotnet: Dotnet,
  answered: (index: number, evaluation: Evaluation) => void,
  signal: AbortSignal,
): Promise<void> {
  const folder = await makeWatchedFolder('ide-session-host-evaluation-', dotnet.watchdog);
  const mark = basename(folder.path);
  const log = new ImportLog(folder.path);
  const paths = projects.map(({ project }) => project);
  const completed: Promise<void>[] = [];
  const complete = async (index: number, evaluation: Evaluation): Promise<void> => {
    answered(index, await log.complete(evaluation, paths[index] ?? '', paths));
  };
  const parts = projects.map((project, index) => partProject(project, `${mark} ${index}`));
  const files = [...generatedProject({ parts, responseFile, restored: [] }), evaluationFile()];
  try {
    await writeGenerated(files, folder.path);
    const nodes = Math.ceil(projects.length / projectsPerNode);
    const args = [
      'msbuild',
      join(folder.path, generatedFile),
      '-nologo',
      `-maxCpuCount:${nodes}`,
      ...importLogOptions(log.path),
      ...settingsOptions(settings),
    ];
    // All folders of the projects select the same SDK.
    const start = settings.folder ?? dirname(projects[0]?.project ?? folder.path);
    const lines = new WholeLines();
    const read = (stream: OutputStream, chunk: Uint8Array): void => {
      if (stream !== 'stdout') return;
      const text = lines.push(chunk).map(toText).join('');
      readAnswers(text, mark, (index, evaluation) => completed.push(complete(index, evaluation)));
    };
    await followDotnet(args, start, addBuildVariables(dotnet, settings), read, signal);
    await Promise.all(completed);
  } finally {
    await folder.remove();
  }
}

function partProject(project: Omit<EvaluationQuestion, 'mark'>, mark: string): string {
  return `  <Target Name="Build">\n    ${evaluationTask({ ...project, mark })}\n  </Target>\n`;
}

function readAnswers(
  text: string,
  mark: string,
  answered: (index: number, evaluation: Evaluation) => void,
): void {
  for (const line of text.split(/\r?\n/)) {
    const read = readMark(line, mark);
    const evaluation = read?.kind === 'evaluated' ? readEvaluation(read.answer) : undefined;
    if (read !== undefined && evaluation !== undefined) answered(read.index, evaluation);
  }
}
