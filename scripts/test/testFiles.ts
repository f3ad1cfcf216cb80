import { filesBelow } from '../checks/files.ts';

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
