import type { BuildPlan } from './buildPlan.ts';

/** A file of a generated project. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** The file to give to MSBuild. */
export const togetherFile = 'together.proj';

/** What a generated project does. */
export interface Together {
  readonly plans: readonly BuildPlan[];
  /** The project files to restore at once. */
  readonly restored: readonly string[];
  /** Adds to MSBuild's arguments. */
  readonly responseFile: string | undefined;
  /** What a line begins with that tells the end of a build. */
  readonly mark: string;
}

/** A project for each build, which tells how it ended, and one that builds these in parallel and restores. */
export function togetherProject(together: Together): readonly GeneratedFile[] {
  const { mark, plans, responseFile } = together;
  const parts = plans.map((plan, index) => ({
    name: `${index}.proj`,
    text: partProject(plan, `${mark} ${index}`),
  }));
  return [
    ...parts,
    { name: togetherFile, text: wholeProject(parts, together) },
    // MSBuild takes the nearest above what it builds, so that there must always be one.
    {
      name: 'Directory.Build.rsp',
      text: responseFile === undefined ? '' : `@"${responseFile}"\n`,
    },
  ];
}

/** Reads a line of the part projects: which build has ended, and whether it succeeded. */
export function readMark(
  line: string,
  mark: string,
): { readonly index: number; readonly succeeded: boolean } | undefined {
  const [first, index, outcome] = line.trim().split(' ');
  if (first !== mark || index === undefined) return undefined;
  return { index: Number(index), succeeded: outcome === 'succeeded' };
}

/** A line about a project's restore as a restore of it alone would have told it, not as one of the generated project. */
export function withItsProject(line: string, mark: string): string {
  const form = new RegExp(`^(\\s*(\\S.*?proj) : .*) \\[[^\\]]*${mark}[^\\]]*\\]`);
  return line.replace(form, '$1 [$2]');
}

// NuGet's targets restore the projects of RestoreGraphProjectInput in place of the one that imports them.
function wholeProject(parts: readonly GeneratedFile[], { restored }: Together): string {
  return `<Project DefaultTargets="Build">
  <PropertyGroup>
    <RestoreGraphProjectInput>${restored.map(escaped).join(';')}</RestoreGraphProjectInput>
  </PropertyGroup>
  <Import Project="$(MSBuildToolsPath)/NuGet.targets" />
  <Target Name="Build">
    <MSBuild Projects="${parts.map(({ name }) => name).join(';')}" BuildInParallel="true" />
  </Target>
</Project>
`;
}

function partProject({ project, targetFramework }: BuildPlan, mark: string): string {
  const properties =
    targetFramework === undefined
      ? ''
      : ` Properties="TargetFramework=${escaped(targetFramework)}"`;
  return `<Project DefaultTargets="Build">
  <Target Name="Build">
    <MSBuild Projects="${escaped(project)}"${properties} BuildInParallel="true" />
    <Message Importance="high" Text="${mark} succeeded" />
    <OnError ExecuteTargets="Failed" />
  </Target>
  <Target Name="Failed">
    <Message Importance="high" Text="${mark} failed" />
  </Target>
</Project>
`;
}

/** Text that MSBuild takes as it is: neither list nor wildcard nor property, nor the end of an attribute. */
function escaped(text: string): string {
  return text
    .replaceAll(/[%$@;*?'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;');
}
