import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';
import { filesBelow } from './files.ts';
import type { CheckResult } from './tool.ts';

/** The maximum number of TypeScript files in a folder. */
const maxFiles = 20;
/** The maximum number of lines of a source file. */
const maxLines = 300;
/** The maximum number of members that a parameter object has besides inherited ones. */
const maxMembers = 14;

const parameterObject =
  /^(?:export )?interface (\w+(?:Options|Dependencies))\b[^{]*\{\n(.*?)^\}/gms;
/** The start of a member of the interface itself, as it is formatted. */
const member = /^ {2}[\w'[]/gm;

/** Checks the sizes of folders, and of the files and parameter objects of src/. */
export async function checkSizes(): Promise<CheckResult> {
  const [sources = [], ...others] = ['src', 'test', 'tools'].map(ownFilesBelow);
  const texts = new Map(sources.map((file) => [file, readText(file)]));
  const problems =
    sources.length === 0
      ? ['There are no files to look at.']
      : [...crowded([sources, ...others].flat()), ...long(texts), ...wide(texts)];
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
export function long(texts: ReadonlyMap<string, string>): string[] {
  return [...texts]
    .map(([file, text]) => ({ file, count: text.split('\n').length - 1 }))
    .filter(({ count }) => count > maxLines)
    .map(({ file, count }) => `${file} has ${count} lines, more than ${maxLines}.`);
}

/** Returns a problem for each parameter object with too many members. */
export function wide(texts: ReadonlyMap<string, string>): string[] {
  return [...texts].flatMap(([file, text]) =>
    [...text.matchAll(parameterObject)]
      .map(([, name = '', body = '']) => ({ name, count: body.match(member)?.length ?? 0 }))
      .filter(({ count }) => count > maxMembers)
      .map(
        ({ name, count }) => `${name} in ${file} has ${count} members, more than ${maxMembers}.`,
      ),
  );
}

/** Returns the TypeScript files below a folder without those of installed packages. */
function ownFilesBelow(folder: string): readonly string[] {
  return filesBelow(folder, '.ts').filter((file) => !file.includes('/node_modules/'));
}

function readText(file: string): string {
  return readFileSync(join(projectFolder, file), 'utf8');
}
