import { basename, dirname, join } from 'node:path';
import { makeWatchedFolder } from '../runners/watchdog/watchedFolder.ts';
import type { BuildGroup } from './buildGroups.ts';
import type { Evaluation } from './evaluation.ts';
import {
  evaluationFile,
  type EvaluationQuestion,
  evaluationTask,
  readEvaluation,
} from './evaluationTarget.ts';
import { generatedFile, generatedProject, writeGenerated } from './generatedProject.ts';
import { type Dotnet, runDotnet } from './sdk.ts';
import { readMark } from './togetherProject.ts';

/**
 * Evaluates projects of one group by one run of MSBuild, and gives an answer for each, undefined where
 * the run gave none: for a project that is broken. Rejects as `runDotnet` does.
 */
export async function evaluateTogether(
  projects: readonly Omit<EvaluationQuestion, 'mark'>[],
  { responseFile }: BuildGroup,
  dotnet: Dotnet,
  signal: AbortSignal,
): Promise<readonly (Evaluation | undefined)[]> {
  const folder = await makeWatchedFolder('ide-session-host-evaluation-', dotnet.watchdog);
  const mark = basename(folder.path);
  const parts = projects.map((project, index) => partProject(project, `${mark} ${index}`));
  const files = [...generatedProject({ parts, responseFile, restored: [] }), evaluationFile()];
  try {
    await writeGenerated(files, folder.path);
    const args = ['msbuild', join(folder.path, generatedFile), '-nologo'];
    // Any of the projects' folders chooses the same SDK.
    const start = dirname(projects[0]?.project ?? folder.path);
    const { stdout } = await runDotnet(args, start, dotnet, signal);
    return answersIn(stdout, mark, projects.length);
  } finally {
    await folder.remove();
  }
}

function partProject(project: Omit<EvaluationQuestion, 'mark'>, mark: string): string {
  return `  <Target Name="Build">\n    ${evaluationTask({ ...project, mark })}\n  </Target>\n`;
}

function answersIn(output: string, mark: string, count: number): (Evaluation | undefined)[] {
  const answers = Array.from<Evaluation | undefined>({ length: count });
  for (const line of output.split(/\r?\n/)) {
    const read = readMark(line, mark);
    if (read?.kind === 'evaluated') answers[read.index] = readEvaluation(read.answer);
  }
  return answers;
}
