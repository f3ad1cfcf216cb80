// @ts-check
// The project's own node_modules: installed exactly by the lock file, and only when it has changed.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run, SetupError } from './command.mjs';
import { nodeExecutable, nodeVersion, projectFolder } from './node.mjs';

/**
 * The arguments that make npm install exactly by the lock file, whatever the user's configuration.
 */
export const cleanInstall = [
  'ci',
  '--include=dev',
  '--ignore-scripts=false',
  '--no-fund',
  '--no-audit',
];

// Written last and removed first, so that it is never there after an interrupted installation.
const stampFile = join(projectFolder, 'node_modules', '.setup-stamp');

/**
 * The tasks that bring the project's dependencies in line with the lock file.
 *
 * @returns {import('./tasks.mjs').Task[]}
 */
export function planDependencies() {
  const wanted = stamp();
  const isInstalled =
    existsSync(nodeExecutable) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === wanted;
  return isInstalled
    ? []
    : [{ title: 'Installing dependencies', perform: (title) => install(title, wanted) }];
}

/**
 * @param {string} title
 * @param {string} wanted
 */
async function install(title, wanted) {
  rmSync(stampFile, { force: true });
  await run(title, 'npm', cleanInstall, { folder: projectFolder });
  const version = installedNodeVersion();
  if (version !== `v${nodeVersion}`) {
    throw new SetupError(
      `The dependencies are installed, but Node ${nodeVersion} is not among them (found: ${version ?? 'none'}).\n` +
        `The npm package "node" puts it in place by an install script: look in your npm configuration for what keeps those from running.`,
    );
  }
  writeFileSync(stampFile, wanted);
}

function stamp() {
  const lock = readFileSync(join(projectFolder, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}\n`;
}

function installedNodeVersion() {
  try {
    return execFileSync(nodeExecutable, ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
