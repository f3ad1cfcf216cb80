import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { literal } from './literal.ts';

/** A file of a generated project. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** What a generated project is made of. */
export interface Generated {
  /** For each part what stands in its project, with a target `Build`. */
  readonly parts: readonly string[];
  /** The project files to restore at once. */
  readonly restored: readonly string[];
  /** Adds to MSBuild's arguments. */
  readonly responseFile: string | undefined;
}

/** The file to give to MSBuild. */
export const generatedFile = 'together.proj';

/** A project for each part, and one that builds these in parallel and restores. */
export function generatedProject({
  parts,
  responseFile,
  restored,
}: Generated): readonly GeneratedFile[] {
  const partFiles = parts.map((text, index) => ({
    name: `${index}.proj`,
    text: `<Project DefaultTargets="Build">\n${text}</Project>\n`,
  }));
  return [
    ...partFiles,
    { name: generatedFile, text: wholeProject(partFiles, restored) },
    // MSBuild takes the nearest above what it builds, so that there must always be one.
    {
      name: 'Directory.Build.rsp',
      text: responseFile === undefined ? '' : `@"${responseFile}"\n`,
    },
  ];
}

// NuGet's targets restore the projects of RestoreGraphProjectInput in place of the one that imports them.
function wholeProject(parts: readonly GeneratedFile[], restored: readonly string[]): string {
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

/** Writes generated files into a folder. */
export async function writeGenerated(
  files: readonly GeneratedFile[],
  folder: string,
): Promise<void> {
  await Promise.all(files.map(({ name, text }) => writeFile(join(folder, name), text)));
}

/** What a line of a part project tells of the project with an index. */
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

/** Text that MSBuild takes as it is, within an attribute. */
export function escaped(text: string): string {
  return literal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
