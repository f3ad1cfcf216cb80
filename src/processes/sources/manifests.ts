import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ProgramSources } from '../../launch/launchPlan.ts';

type Language = 'javaScript' | 'python' | 'go' | 'rust';

/** Manifests and lock files, which may be in the folder of a program or above. */
const names: Readonly<Record<Language, readonly string[]>> = {
  javaScript: [
    'package.json',
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'bun.lockb',
  ],
  python: [
    'pyproject.toml',
    'requirements.txt',
    'uv.lock',
    'poetry.lock',
    'Pipfile',
    'Pipfile.lock',
  ],
  go: ['go.mod', 'go.sum', 'go.work'],
  rust: ['Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml'],
};

/** The language of each kind of sources. */
export const languages: Readonly<Record<ProgramSources['kind'], Language>> = {
  javaScript: 'javaScript',
  package: 'javaScript',
  python: 'python',
  pythonModule: 'python',
  go: 'go',
  rust: 'rust',
};

/** Files that the tools of programs write again when they build or start them. */
const lockFiles = /^(Cargo\.lock|go\.(work\.)?sum|bun\.lockb?|uv\.lock)$/;

/** Whether the launch of a program may write a file itself. */
export function isWrittenByLaunch(path: string): boolean {
  return lockFiles.test(basename(path));
}

/** Returns the nearest file of each name that decides the packages of a program. */
export function findManifests(folder: string, language: Language): readonly string[] {
  const found = names[language].map((name) => findAbove(folder, name));
  return found.filter((path) => path !== undefined);
}

/** Returns the path of a file in a folder or the nearest one above; `undefined` if there is none. */
export function findAbove(folder: string, name: string): string | undefined {
  for (let path = folder; ; path = dirname(path)) {
    const file = join(path, name);
    if (isFile(file)) return file;
    if (dirname(path) === path) return undefined;
  }
}

/** Synchronous, since there are dozens of candidates for each program, and this takes a twentieth of the time. */
export function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
