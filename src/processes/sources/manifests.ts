import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

/** Returns the nearest file of each name that decides the packages of a program. */
export async function findManifests(
  folder: string,
  language: Language,
): Promise<readonly string[]> {
  const found = await Promise.all(names[language].map((name) => findAbove(folder, name)));
  return found.filter((path) => path !== undefined);
}

/** Returns the path of a file in a folder or the nearest one above; `undefined` if there is none. */
export async function findAbove(folder: string, name: string): Promise<string | undefined> {
  for (let path = folder; ; path = dirname(path)) {
    const file = join(path, name);
    if (await isFile(file)) return file;
    if (dirname(path) === path) return undefined;
  }
}

export async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}
