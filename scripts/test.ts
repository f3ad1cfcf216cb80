// The static checks, then all test files except the long ones, including those in a real VS Code:
// npm test. Only the test files with one of these parts in their path, without the checks: npm test
// -- part...

import { join } from 'node:path';
import { startStaticChecks } from '../tools/checks/staticChecks.ts';
import { runTool } from '../tools/checks/tool.ts';
import { nodeExecutable } from '../tools/setup/node.mjs';
import { missingTestRequirements } from '../tools/setup/testRequirements.mjs';
import { interruptions } from '../tools/start/signals.ts';
import { startCompiler } from '../tools/testRun/compiler.ts';
import { longestFirst } from '../tools/testRun/longestFirst.ts';
import { Report } from '../tools/testRun/report.ts';
import { sortBySharing } from '../tools/testRun/sharedFiles.ts';
import { findTestFiles, selectFiles, sortByRequirements } from '../tools/testRun/testFiles.ts';
import { runTestFiles } from '../tools/testRun/testRun.ts';

/** Starts code-server. */
const needsEditor = ['test/editor/', 'test/tools/editor/', 'test/tools/freshClone'];
/** Needs code-server, the Aspire CLI or the oldest Node. */
const needsTools = [...needsEditor, 'test/aspire/', 'test/extension/', 'test/cli/node20'];
/** Runs the built command or extension. */
const needsBuilds = [...needsTools, 'test/cli/'];
/** The timeout of a file, in milliseconds: three times the longest duration. */
const fileLimit = 25 * 60_000;

/** How many files share a process, if they can: more would hardly save time, and share a crash. */
const filesPerProcess = 25;

const report = new Report();
const signal = interruptions();

function isBelow(folders: readonly string[]): (file: string) => boolean {
  return (file) => folders.some((folder) => file.startsWith(folder));
}

async function setUpTools(): Promise<void> {
  const setUp = [join('scripts', 'setup.mjs'), '--only', 'tools', '--only', 'aspire'];
  const result = await runTool(nodeExecutable, setUp, signal);
  if (!result.isPassed) report.addCheck('set-up of the editor', result);
}

/** Runs files; those of `tools` once these are installed. */
async function runFiles(files: readonly string[], tools: Promise<void>): Promise<void> {
  if (signal.aborted) return;
  // The users' default. Compiling is so much shorter that the machine's own setting doesn't matter.
  process.env['UseSharedCompilation'] = 'true';
  // .NET programs of tests end before code that is optimized by a profile repays the profile's cost.
  process.env['DOTNET_TieredPGO'] = '0';
  // In milliseconds, as hexadecimal: code is only optimized once nothing new has run for 4 seconds.
  process.env['DOTNET_TC_CallCountingDelayMs'] = '1000';
  const compiler = await startCompiler();
  const sorted = longestFirst(files);
  const withEditor = sorted.filter(isBelow(needsEditor));
  const withTools = sorted.filter(
    (file) => isBelow(needsTools)(file) && !withEditor.includes(file),
  );
  const others = sortBySharing(sorted.filter((file) => !isBelow(needsTools)(file)));
  const groups = [
    // An editor waits for its page and its programs for much of the time, but two fill more than two cores.
    { files: withEditor, atOnce: 1, ready: tools },
    { files: withTools, atOnce: 1, ready: tools },
    { files: others.single, atOnce: 2 },
    { files: others.shared, atOnce: 2, perProcess: filesPerProcess },
  ];
  const print = (text: string): unknown => process.stdout.write(text);
  console.log(`\nTests: ${files.length} files`);
  report.addRun(await runTestFiles(groups, { filesAtOnce: 2, fileLimit, print, signal }));
  await compiler.end();
}

async function runAll(files: readonly string[]): Promise<void> {
  // Building the editor keeps one core busy for minutes, in which most tests can run.
  const tools = setUpTools();
  console.log('Static checks');
  for (const { name, result } of startStaticChecks()) report.addCheck(name, await result);
  await report.addBuilds();
  if (!signal.aborted) await runFiles(files, tools);
}

async function runSelected(files: readonly string[]): Promise<void> {
  const tools = files.some(isBelow(needsTools)) ? setUpTools() : Promise.resolve();
  if (files.some(isBelow(needsBuilds))) await report.addBuilds();
  if (!signal.aborted) await runFiles(files, tools);
}

const parts = process.argv.slice(2);
const selected = selectFiles(findTestFiles().required, parts);
if (selected.length === 0) {
  console.error(`No test file has one of these parts in its path: ${parts.join(', ')}`);
  process.exit(2);
}
const { notRun, runnable } = sortByRequirements(selected, missingTestRequirements());
await (parts.length === 0 ? runAll(runnable) : runSelected(runnable));
report.addNotRun(notRun);
report.close(signal);
