import type { BuildPlan } from './buildPlan.ts';
import { evaluationFile, evaluationTask } from '../evaluate/evaluationTarget.ts';
import { escaped, type GeneratedFile, generatedProject } from '../evaluate/generatedProject.ts';

/** What is built by a generated project. */
export interface Together {
  readonly plans: readonly BuildPlan[];
  /** The project files to restore at once. */
  readonly restored: readonly string[];
  /** Adds to MSBuild's arguments. */
  readonly responseFile: string | undefined;
  /** What a line begins with that is meant for us. */
  readonly mark: string;
}

/** A project that restores and builds others in parallel, and tells of each what it is and how its build ended. */
export function togetherProject({
  mark,
  plans,
  responseFile,
  restored,
}: Together): readonly GeneratedFile[] {
  const parts = plans.map((plan, index) => partProject(plan, `${mark} ${index}`));
  return [...generatedProject({ parts, responseFile, restored }), evaluationFile()];
}

/** A line about a project's restore as a restore of it alone would have told it, not as one of the generated project. */
export function withItsProject(line: string, mark: string): string {
  const form = new RegExp(`^(\\s*(\\S.*?proj) : .*) \\[[^\\]]*${mark}[^\\]]*\\]`);
  return line.replace(form, '$1 [$2]');
}

function partProject(plan: BuildPlan, mark: string): string {
  const { project, targetFramework } = plan;
  const properties =
    targetFramework === undefined
      ? ''
      : ` Properties="TargetFramework=${escaped(targetFramework)}"`;
  return `  <Target Name="Build">
    <MSBuild Projects="${escaped(project)}"${properties} BuildInParallel="true" />
    ${evaluationTask({ project, targetFramework, mark, runTarget: true })}
    <Message Importance="high" Text="${mark} succeeded" />
    <OnError ExecuteTargets="Failed" />
  </Target>
  <Target Name="Failed">
    <Message Importance="high" Text="${mark} failed" />
  </Target>
`;
}
