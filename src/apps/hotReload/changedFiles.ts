import { dirname } from 'node:path';
import { isFileProgram } from '../../dotnet/files/projectFile.ts';
import type { CompiledProject } from '../../dotnet/hotReload/compilerMessages.ts';
import { isGenerated, isInside } from '../../wasm/diagnosis/paths.ts';

/** A project of an app. */
export type AppProject = Pick<CompiledProject, 'path' | 'targetFramework'>;

/** How a change of a file reaches an app. */
export type FileRole =
  /** It is compiled. */
  | 'source'
  /** The style of one component, from which a bundle is made. */
  | 'scoped style'
  | 'style'
  | 'image'
  /** The page has to be loaded again. */
  | 'asset'
  /** The session has to be restarted. */
  | 'other';

const sourceName = /\.(cs|razor|cshtml)$/i;

/** The first one that fits counts. */
const roles: readonly (readonly [RegExp, FileRole])[] = [
  [/\.(razor|cshtml)\.css$/i, 'scoped style'],
  [/[\\/]wwwroot[\\/].*\.css$/i, 'style'],
  [/[\\/]wwwroot[\\/].*\.(avif|bmp|gif|jpe?g|png|svg|webp)$/i, 'image'],
  [/[\\/]wwwroot[\\/]|\.(razor|cshtml)\.js$/i, 'asset'],
  [sourceName, 'source'],
];

/** Whether a file in the folder of a project is a source, by its name. */
export function isSource(file: string): boolean {
  return sourceName.test(file) && !isGenerated(file);
}

/** Whether a file decides how the projects are compiled, and by which SDK. */
export function decidesCompiler(file: string): boolean {
  return /\.([a-z]+proj|props|targets|rsp)$|[\\/]global\.json$/i.test(file);
}

/** Returns how a change of a file reaches the page of an app that consists of these projects. */
export function getRole(file: string, projects: readonly AppProject[]): FileRole {
  const project = findInnermostProject(file, projects);
  if (project === undefined || isGenerated(file)) return 'other';
  // Other files beside a file-based program are not part of it.
  if (isFileProgram(project.path) && sourceName.test(file)) {
    return file === project.path ? 'source' : 'other';
  }
  return roles.find(([pattern]) => pattern.test(file))?.[1] ?? 'other';
}

/** Returns the project whose folder has a file: the innermost one. */
export function findInnermostProject<T extends AppProject>(
  file: string,
  projects: readonly T[],
): T | undefined {
  const around = projects.filter(({ path }) => isInside(dirname(path), file));
  return around.toSorted((one, other) => other.path.length - one.path.length)[0];
}
