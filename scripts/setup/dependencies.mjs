// @ts-check
// The project's own node_modules: installed exactly as the lock file says, and only when it has changed.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run, SetupError } from './command.mjs';
import { nodeExecutable, nodeVersion, projectFolder } from './node.mjs';

/** The arguments of an installation that takes the lock file literally, whatever the user's npm is set to. */
export const cleanInstall = [
  'ci',
  '--include=dev',
  '--ignore-scripts=false',
  '--no-fund',
  '--no-audit',
];

// npm ci empties node_modules first, so the stamp vanishes with whatever it vouched for.
const stampFile = join(projectFolder, 'node_modules', '.setup-stamp');

/** Installs the project's dependencies unless they already match the lock file. */
export async function installDependencies() {
  const wanted = stamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  await run('Installing dependencies', 'npm', cleanInstall, { folder: projectFolder });
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
