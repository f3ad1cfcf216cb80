import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dotnetErrors } from '../errors.ts';
import { resolveFolderLinks } from './folderLink.ts';

const projectForm = /\.(cs|fs|vb)proj$/i;
const solutionForm = /\.(sln|slnx|slnf)$/i;

/** Whether a path has the extension of a .NET project. */
export function isProjectFile(path: string): boolean {
  return projectForm.test(path);
}

/** Whether a path is that of a file-based program. */
export function isFileProgram(path: string): boolean {
  return /\.cs$/i.test(path);
}

/** Returns the same key for paths of the same file. */
export function pathKey(path: string): string {
  return process.platform === 'win32' ? resolve(path).toLowerCase() : resolve(path);
}

/**
 * Returns the project file of a path: the file itself, a file-based program, or the only project of a
 * folder. The result is absolute with links in its folder resolved, since the compiler sees the sources
 * there. Throws a HumanError if there is none.
 */
export async function findProjectFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return findOnlyProject(resolve(path));
  if (solutionForm.test(path)) {
    throw dotnetErrors.SolutionNotProject({ path });
  }
  if (found === undefined) {
    throw dotnetErrors.ProjectNotFound({ path });
  }
  if (isProjectFile(path) || isFileProgram(path)) return resolveFolderLinks(path);
  throw dotnetErrors.NotAProject({ path });
}

async function findOnlyProject(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter(isProjectFile).toSorted();
  const [name, ...others] = names;
  if (name === undefined) {
    throw dotnetErrors.FolderWithoutProject({ folder });
  }
  if (others.length > 0) {
    throw dotnetErrors.FolderWithProjects({ folder, names: names.join(', ') });
  }
  return resolveFolderLinks(join(folder, name));
}
