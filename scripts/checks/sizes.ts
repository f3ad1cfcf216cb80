import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';
import { filesBelow } from './files.ts';
import type { CheckResult } from './tool.ts';

/** How many source files a folder may hold. */
const maxFiles = 20;
/** How many lines a source file may have. */
const maxLines = 300;

/** Checks that no folder of src/ has grown to more than one kind of thing, and no file to more than one subject. */
export async function checkSizes(): Promise<CheckResult> {
  const files = filesBelow('src', '.ts');
  const lines = new Map(files.map((file) => [file, countLines(file)]));
  const problems =
    files.length === 0 ? ['There are no files to look at.'] : [...crowded(files), ...long(lines)];
  return { isPassed: problems.length === 0, output: problems.join('\n') };
}

/** What is wrong with folders that hold too many of these files. */
export function crowded(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > maxFiles)
    .map(([folder, count]) => `${folder} has ${count} files, more than ${maxFiles}.`);
}

/** What is wrong with files of too many lines. */
export function long(lines: ReadonlyMap<string, number>): string[] {
  return [...lines]
    .filter(([, count]) => count > maxLines)
    .map(([file, count]) => `${file} has ${count} lines, more than ${maxLines}.`);
}

function countLines(file: string): number {
  return readFileSync(join(projectFolder, file), 'utf8').split('\n').length - 1;
}
