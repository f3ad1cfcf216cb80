import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';
import { filesBelow } from './files.ts';
import type { CheckResult } from './tool.ts';

/** The maximum number of TypeScript files in a folder. */
const maxFiles = 20;
/** The maximum number of lines of a source file. */
const maxLines = 300;

/** Checks the sizes of folders, and of the files of src/. */
export async function checkSizes(): Promise<CheckResult> {
  const [sources = [], ...others] = ['src', 'test', 'tools'].map(ownFilesBelow);
  const lines = new Map(sources.map((file) => [file, countLines(file)]));
  const problems =
    sources.length === 0
      ? ['There are no files to look at.']
      : [...crowded([sources, ...others].flat()), ...long(lines)];
  return { isPassed: problems.length === 0, output: problems.join('\n') };
}

/** Returns a problem for each folder with too many files. */
export function crowded(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > maxFiles)
    .map(([folder, count]) => `${folder} has ${count} files, more than ${maxFiles}.`);
}

/** Returns a problem for each file with too many lines. */
export function long(lines: ReadonlyMap<string, number>): string[] {
  return [...lines]
    .filter(([, count]) => count > maxLines)
    .map(([file, count]) => `${file} has ${count} lines, more than ${maxLines}.`);
}

/** Returns the TypeScript files below a folder without those of installed packages. */
function ownFilesBelow(folder: string): readonly string[] {
  return filesBelow(folder, '.ts').filter((file) => !file.includes('/node_modules/'));
}

function countLines(file: string): number {
  return readFileSync(join(projectFolder, file), 'utf8').split('\n').length - 1;
}
