// @ts-check
// The Node that the project's scripts, tests and tools run on: the npm package `node` among the dev dependencies.

import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the checkout. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The exact version of Node that package.json asks for. */
export const nodeVersion = String(
  JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).devDependencies.node,
);

/** Where that Node is once the dependencies are installed. */
export const nodeExecutable = executableOfPackage(join(projectFolder, 'node_modules'));

/**
 * The executable that the npm package `node` keeps inside a node_modules folder.
 *
 * @param {string} modulesFolder
 */
export function executableOfPackage(modulesFolder) {
  return join(modulesFolder, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** This process's environment with the project's executables, its Node among them, first on the search path. */
export function projectEnvironment() {
  const environment = { ...process.env };
  const pathName = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const executables = join(projectFolder, 'node_modules', '.bin');
  environment[pathName] = [executables, environment[pathName]].filter(Boolean).join(delimiter);
  return environment;
}
