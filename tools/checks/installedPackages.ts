import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';
import type { CheckResult } from './tool.ts';

/** Checks that the packages of package.json are installed in a project's folder, in their exact versions. */
export function checkInstalledPackages(folder = projectFolder): Promise<CheckResult> {
  const { devDependencies = {} } = read(join(folder, 'package.json'));
  const problems = Object.entries(devDependencies).flatMap(([name, wanted]) => {
    const version = installedVersion(join(folder, 'node_modules', name, 'package.json'));
    return version === wanted ? [] : [`${name} ${wanted} is needed (installed: ${version}).`];
  });
  if (problems.length === 0) return Promise.resolve({ isPassed: true, output: '' });
  const output = [...problems, 'Install what package-lock.json names: npm ci'].join('\n');
  return Promise.resolve({ isPassed: false, output });
}

interface Manifest {
  readonly version?: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function read(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

function installedVersion(path: string): string {
  try {
    return read(path).version ?? 'unknown';
  } catch {
    return 'none';
  }
}
