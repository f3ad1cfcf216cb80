import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { literal } from './literal.ts';

/** A file of a generated project. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** The content of a generated project. */
export interface Generated {
  /** The content of each part project, with a target `Build`. */
  readonly parts: readonly string[];
  /** The project files to restore together. */
  readonly restored: readonly string[];
  /** Adds arguments to MSBuild. */
  readonly responseFile: string | undefined;
}

/** The file to pass to MSBuild. */
export const generatedFile = 'together.proj';

/** Generates a project for each part, and one that restores and builds them in parallel. */
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
    // MSBuild uses the nearest one in the parent folders, so there must be one here.
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
    <RestoreGraphProjectInput>${restored.map(escapeForMSBuild).join(';')}</RestoreGraphProjectInput>
  </PropertyGroup>
  <Import Project="$(MSBuildToolsPath)/NuGet.targets" />
  <Target Name="Build">
    <MSBuild Projects="${parts.map(({ name }) => name).join(';')}" BuildInParallel="true" />
  </Target>
</Project>
`;
}

/** Writes generated files to a folder. */
export async function writeGenerated(
  files: readonly GeneratedFile[],
  folder: string,
): Promise<void> {
  await Promise.all(files.map(({ name, text }) => writeFile(join(folder, name), text)));
}

/** A line of a part project about the project with an index. */
export type Mark =
  | { readonly index: number; readonly kind: 'succeeded' | 'failed' }
  | { readonly index: number; readonly kind: 'evaluated'; readonly answer: string };

/** Parses a line of the part projects. */
export function readMark(line: string, mark: string): Mark | undefined {
  const [first, number, kind, ...rest] = line.trim().split(' ');
  if (first !== mark || number === undefined) return undefined;
  const index = Number(number);
  if (kind === 'evaluated') return { index, kind, answer: rest.join(' ') };
  return { index, kind: kind === 'succeeded' ? kind : 'failed' };
}

/** Escapes text for an attribute in an MSBuild file. */
export function escapeForMSBuild(text: string): string {
  return literal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
