// Extensions that the editor itself has installed, once for all editors of this checkout.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { projectFolder } from '../../setup/node.mjs';
import { codeServerCommand, codeServerEnvironment } from '../codeServer.ts';

const installed = join(projectFolder, 'dist', 'installed');

/**
 * Installs VSIX files into the extension folder of an editor that has not started yet.
 *
 * @throws Error with the editor's message about a package that it does not install.
 */
export async function addPackages(packages: readonly string[], extensions: string): Promise<void> {
  if (packages.length === 0) return;
  const source = await installPackages(packages);
  // The editor lists the folder when it starts; a copied list would omit other extensions.
  const filter = (path: string): boolean => basename(path) !== 'extensions.json';
  cpSync(source, extensions, { recursive: true, filter });
}

/** The extension folder in which these packages are installed. */
async function installPackages(packages: readonly string[]): Promise<string> {
  const contents = await Promise.all(packages.map((file) => readFile(file)));
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  const target = join(installed, hash.digest('hex').slice(0, 16));
  if (existsSync(target)) return target;
  mkdirSync(installed, { recursive: true });
  const folder = mkdtempSync(join(installed, 'unfinished-'));
  try {
    mkdirSync(join(folder, 'tmp'));
    for (const file of packages) await install(file, folder);
    publish(join(folder, 'extensions'), target);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return target;
}

async function install(file: string, folder: string): Promise<void> {
  const [command, ...args] = codeServerCommand(folder, `--install-extension=${resolve(file)}`);
  await promisify(execFile)(command, args, { env: codeServerEnvironment(folder, {}) });
}

function publish(folder: string, target: string): void {
  try {
    renameSync(folder, target);
  } catch (error) {
    // Another test has installed the same.
    if (!existsSync(target)) throw error;
  }
}
