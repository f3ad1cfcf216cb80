import type { BuildPlan } from './buildPlan.ts';
import { evaluationFile, evaluationTask } from '../evaluate/evaluationTarget.ts';
import {
  escapeForMSBuild,
  type GeneratedFile,
  generatedProject,
} from '../evaluate/generatedProject.ts';

/** The content of a generated project. */
export interface Together {
  readonly plans: readonly BuildPlan[];
  /** The project files to restore together. */
  readonly restored: readonly string[];
  /** Adds arguments to MSBuild. */
  readonly responseFile: string | undefined;
  /** The prefix of lines for the host. */
  readonly mark: string;
}

/** Generates a project that restores and builds others in parallel, and reports the evaluation and the result of each. */
export function togetherProject({
  mark,
  plans,
  responseFile,
  restored,
}: Together): readonly GeneratedFile[] {
  const parts = plans.map((plan, index) => partProject(plan, `${mark} ${index}`));
  return [...generatedProject({ parts, responseFile, restored }), evaluationFile()];
}

/** Replaces the generated project in an output line by the project that was restored. */
export function withItsProject(line: string, mark: string): string {
  const form = new RegExp(`^(\\s*(\\S.*?proj) : .*) \\[[^\\]]*${mark}[^\\]]*\\]`);
  return line.replace(form, '$1 [$2]');
}

function partProject(plan: BuildPlan, mark: string): string {
  const { project, targetFramework } = plan;
  const properties =
    targetFramework === undefined
      ? ''
      : ` Properties="TargetFramework=${escapeForMSBuild(targetFramework)}"`;
  return `  <Target Name="Build">
    <MSBuild Projects="${escapeForMSBuild(project)}"${properties} BuildInParallel="true" />
    ${evaluationTask({ project, targetFramework, mark, runTarget: true })}
    <Message Importance="high" Text="${mark} succeeded" />
    <OnError ExecuteTargets="Failed" />
  </Target>
  <Target Name="Failed">
    <Message Importance="high" Text="${mark} failed" />
  </Target>
`;
}
