import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectFolder } from '../setup/node.mjs';

/** Tests of parts in the test's own process. Below these folders few files need a process for themselves. */
const folders: readonly string[] = [
  'test/api/',
  'test/common/',
  'test/host/',
  'test/launch/',
  'test/protocol/',
  'test/sessions/',
  'test/tools/bench/',
  'test/tools/controller/',
  'test/tools/fixtures/',
  'test/trace/',
  'test/vscode/',
  'test/wasm/debugProxy/conditions/',
  'test/wasm/debugProxy/relay/cdp/',
  'test/wasm/debugProxy/relay/handlers/',
  'test/wasm/diagnosis/',
  'test/wasm/hotReload/',
  'test/wasm/metadata/',
];
/** A hook outside of a suite, which applies to all tests of the process. */
const hookOfProcess = /^(?:before|after)(?:Each)?\(/m;
/** Browsers and programs other than Node take long to start, and are better used next to other files. */
const usesPrograms = /\/(?:browsers|dcpApiServer|dotnetFixture|languages)\.ts'/;

/** A test is known to be one of the file by where it is defined. */
const hasOwnTests = /\btest\(/;

/** Whether a test file can share its process with others, by its folder and its content. */
export function canShareProcess(file: string, content: string): boolean {
  return (
    folders.some((folder) => file.startsWith(folder)) &&
    hasOwnTests.test(content) &&
    !hookOfProcess.test(content) &&
    !usesPrograms.test(content)
  );
}

/** The files that can share a process, and those that can't. */
export function sortBySharing(files: readonly string[]): {
  readonly shared: readonly string[];
  readonly single: readonly string[];
} {
  const isShared = (file: string): boolean =>
    canShareProcess(file, readFileSync(resolve(projectFolder, file), 'utf8'));
  const shared = files.filter(isShared);
  return { shared, single: files.filter((file) => !shared.includes(file)) };
}
