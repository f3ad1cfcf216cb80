import { basename, relative, sep } from 'node:path';
import type { InputFolder } from '../../sessions/inputs/runInputs.ts';
import type { Includes } from './includes.ts';

/** What the SDK compiles, embeds or copies by default. Other files may be written by the program itself. */
const defaultSource =
  /\.(cs|fs|vb|razor|cshtml|xaml|resx|proto|[cfv][sb]proj|props|targets|rsp|ruleset|json|config|editorconfig|globalconfig)$/i;

/** Styles and scripts of one component or view. */
const ofComponent = /\.(razor|cshtml)\.(css|js)$/i;

/** The folders that the SDK excludes, and those of packages of JavaScript. */
const excluded = /^(\..*|node_modules)$/;

/**
 * Returns the folder of a project with the files that decide its build: those that the SDK takes by default,
 * static web assets, and those that the project includes. Outputs are excluded.
 */
export function projectFolder(path: string, includes: Includes): InputFolder {
  return {
    path,
    hasFile(file) {
      const name = basename(file);
      const isDefault = defaultSource.test(name) || ofComponent.test(name);
      return isDefault || isAsset(path, file) || includes.hasFile(file);
    },
    hasFolder(folder) {
      const name = basename(folder);
      const isOutput = relative(path, folder) === name && (name === 'bin' || name === 'obj');
      return !isOutput && (name === '.well-known' || !excluded.test(name));
    },
  };
}

function isAsset(project: string, file: string): boolean {
  return file.startsWith(`${project}${sep}wwwroot${sep}`);
}
