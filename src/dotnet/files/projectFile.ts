import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dotnetErrors } from '../errors.ts';
import { realFile } from './folderLink.ts';

const projectForm = /\.(cs|fs|vb)proj$/i;
const solutionForm = /\.(sln|slnx|slnf)$/i;

/** Whether a path looks like that of a .NET project that can be evaluated. */
export function isProjectFile(path: string): boolean {
  return projectForm.test(path);
}

/** Whether a path is that of a program which is a source file without a project. */
export function isFileProgram(path: string): boolean {
  return /\.cs$/i.test(path);
}

/** The same for paths that name the same file. */
export function pathKey(path: string): string {
  return process.platform === 'win32' ? resolve(path).toLowerCase() : resolve(path);
}

/**
 * The project file that a path names: itself, a file-based program, or the only project of a folder.
 * Absolute, with the links in its folder resolved: the compiler sees the sources there, and matches
 * nothing that is named by another path. Throws a HumanError if there is no such.
 */
export async function projectFileAt(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return onlyProjectOf(resolve(path));
  if (solutionForm.test(path)) {
    throw dotnetErrors.SolutionNotProject({ path });
  }
  if (found === undefined) {
    throw dotnetErrors.ProjectNotFound({ path });
  }
  if (isProjectFile(path) || isFileProgram(path)) return realFile(path);
  throw dotnetErrors.NotAProject({ path });
}

async function onlyProjectOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter(isProjectFile).toSorted();
  const [name, ...others] = names;
  if (name === undefined) {
    throw dotnetErrors.FolderWithoutProject({ folder });
  }
  if (others.length > 0) {
    throw dotnetErrors.FolderWithProjects({ folder, names: names.join(', ') });
  }
  return realFile(join(folder, name));
}
