import { basename, dirname, extname, join } from 'node:path';
import type { ProgramSources } from '../../launch/launchPlan.ts';
import type { InputFolder, RunInputs } from '../../sessions/inputs/runInputs.ts';
import { followImports } from './imports.ts';
import { findJavaScriptImports } from './javaScriptImports.ts';
import { findAbove, findManifests, isFile, isWrittenByLaunch, languages } from './manifests.ts';
import { listModules, pythonImportsIn } from './pythonImports.ts';

/** Returns the files that decide a program, as they are now. */
export async function findProgramInputs(sources: ProgramSources): Promise<RunInputs> {
  const folder = 'script' in sources ? dirname(sources.script) : sources.folder;
  const manifests = findManifests(folder, languages[sources.kind]);
  const own = await findOwn(sources);
  return {
    base: folder,
    files: [...new Set([...(own.files ?? []), ...manifests])],
    folders: own.folders ?? [],
    isOutput: isWrittenByLaunch,
  };
}

type Own = Partial<Pick<RunInputs, 'files' | 'folders'>>;

async function findOwn(sources: ProgramSources): Promise<Own> {
  switch (sources.kind) {
    case 'javaScript':
      return { files: await followImports(sources.script, findJavaScriptImports) };
    case 'python':
      return {
        files: await followImports(sources.script, pythonImportsIn(dirname(sources.script))),
      };
    case 'pythonModule':
      return { files: await findModule(sources.folder, sources.module) };
    case 'go':
      return { folders: [goFolder(root(sources.folder, 'go.mod'))] };
    case 'rust':
      return { folders: [rustFolder(root(sources.folder, 'Cargo.lock'))] };
    case 'package':
      return {};
  }
}

/** Returns the files of a module; none if it isn't in the folder. */
async function findModule(folder: string, module: string): Promise<readonly string[]> {
  const main = join(folder, ...module.split('.'), '__main__.py');
  const candidates = [...listModules(folder, module).flat(), main];
  const found: string[] = [];
  for (const path of candidates) if (isFile(path)) found.push(path);
  const files = await Promise.all(
    found.map((path) => followImports(path, pythonImportsIn(folder))),
  );
  return files.flat();
}

function root(folder: string, name: string): string {
  const found = findAbove(folder, name);
  return found === undefined ? folder : dirname(found);
}

function goFolder(path: string): InputFolder {
  return {
    path,
    hasFile: (file) => /\.(go|s|c|h)$/.test(file) && !file.endsWith('_test.go'),
    hasFolder: (folder) => !/^([._].*|testdata|node_modules)$/.test(basename(folder)),
  };
}

function rustFolder(path: string): InputFolder {
  return {
    path,
    hasFile: (file) => extname(file) === '.rs' || basename(file) === 'Cargo.toml',
    hasFolder: (folder) => !/^(\..*|target|node_modules)$/.test(basename(folder)),
  };
}
