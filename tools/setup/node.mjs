// @ts-check
// The Node that the project's scripts, tests and tools run on: the npm package `node` among the dev dependencies.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withoutNpmVariables } from './npmVariables.mjs';

/** The root folder of the checkout. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The exact version of Node in package.json. */
export const nodeVersion = String(
  JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).devDependencies.node,
);

/** The path of that Node once the dependencies are installed. */
export const nodeExecutable = executableOfPackage(join(projectFolder, 'node_modules'));

/**
 * The executable of the npm package `node` inside a node_modules folder.
 *
 * @param {string} modulesFolder
 */
export function executableOfPackage(modulesFolder) {
  return join(modulesFolder, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * The folder with this Node's headers for node-gyp (`include/node`), so that native modules need no
 * download; `undefined` if the platform's package has none.
 */
export function headersFolder() {
  const packages = join(projectFolder, 'node_modules', 'node', 'node_modules');
  if (!existsSync(packages)) return undefined;
  return readdirSync(packages)
    .map((name) => join(packages, name))
    .find((folder) => existsSync(join(folder, 'include', 'node', 'node_version.h')));
}

/**
 * This process's environment with the project's executables, including its Node, first on the
 * search path, and without the variables of an outer npm.
 */
export function projectEnvironment() {
  const environment = withoutNpmVariables(process.env);
  const pathName = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const executables = join(projectFolder, 'node_modules', '.bin');
  environment[pathName] = [executables, environment[pathName]].filter(Boolean).join(delimiter);
  return environment;
}
