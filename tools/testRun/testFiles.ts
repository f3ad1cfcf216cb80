import { filesBelow } from '../checks/files.ts';
import type { Requirement } from '../setup/requirements.mjs';

/** The test files that run in plain Node, by the command that runs them. */
export interface TestFiles {
  /** Run by `npm test`. */
  readonly required: readonly string[];
  /** Run by `npm run test:long`: soak, chaos, random input and anything else that takes long. */
  readonly long: readonly string[];
}

const longEnding = '.long.test.ts';
/** Run inside the editor, by the test files that start one. */
const insideEditor = 'test/editor/suites/';

/** Sorts test files by the command that runs them. */
export function sortTestFiles(files: readonly string[]): TestFiles {
  const own = files.filter(
    (file) => !file.startsWith(insideEditor) && !file.includes('/node_modules/'),
  );
  return {
    required: own.filter((file) => !file.endsWith(longEnding)),
    long: own.filter((file) => file.endsWith(longEnding)),
  };
}

/** The test files of this checkout. */
export function findTestFiles(): TestFiles {
  return sortTestFiles(filesBelow('test', '.test.ts'));
}

/** The files that have one of these parts in their path, or all if there is no part. */
export function selectFiles(files: readonly string[], parts: readonly string[]): readonly string[] {
  if (parts.length === 0) return files;
  return files.filter((file) => parts.some((part) => file.includes(part)));
}

/** The files that can run, and those with requirements that are missing on this machine. */
export interface RunnableFiles {
  readonly runnable: readonly string[];
  readonly notRun: readonly { readonly file: string; readonly needs: readonly Requirement[] }[];
}

/** Sorts test files by whether all their requirements are installed. */
export function sortByRequirements(
  files: readonly string[],
  missing: readonly Requirement[],
): RunnableFiles {
  const getNeeds = (file: string): readonly Requirement[] =>
    missing.filter(({ tests = [] }) => tests.includes(file));
  return {
    runnable: files.filter((file) => getNeeds(file).length === 0),
    notRun: files
      .map((file) => ({ file, needs: getNeeds(file) }))
      .filter(({ needs }) => needs.length > 0),
  };
}
