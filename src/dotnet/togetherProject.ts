import type { BuildPlan } from './buildPlan.ts';
import { evaluationFile, evaluationTask } from './evaluationTarget.ts';
import { escaped, type GeneratedFile, generatedProject } from './generatedProject.ts';

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

/** What a line of a part project tells of the build with an index. */
export type Mark =
  | { readonly index: number; readonly kind: 'succeeded' | 'failed' }
  | { readonly index: number; readonly kind: 'evaluated'; readonly answer: string };

/** Reads a line of the part projects. */
export function readMark(line: string, mark: string): Mark | undefined {
  const [first, number, kind, ...rest] = line.trim().split(' ');
  if (first !== mark || number === undefined) return undefined;
  const index = Number(number);
  if (kind === 'evaluated') return { index, kind, answer: rest.join(' ') };
  return { index, kind: kind === 'succeeded' ? kind : 'failed' };
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
    ${evaluationTask({ project, targetFramework, mark })}
    <Message Importance="high" Text="${mark} succeeded" />
    <OnError ExecuteTargets="Failed" />
  </Target>
  <Target Name="Failed">
    <Message Importance="high" Text="${mark} failed" />
  </Target>
`;
}
