// The static checks, then all test files but the long ones, those in a real VS Code included: npm test

import { join } from 'node:path';
import { staticChecks } from './checks/staticChecks.ts';
import { runTool } from './checks/tool.ts';
import { nodeExecutable } from './setup/node.mjs';
import { missingTestRequirements } from './setup/testRequirements.mjs';
import { interruptions } from './start/signals.ts';
import { startCompiler } from './test/compiler.ts';
import { Report } from './test/report.ts';
import { findTestFiles, sortByRequirements } from './test/testFiles.ts';
import { runTestFiles } from './test/testRun.ts';

/** What needs code-server, the Aspire CLI or the oldest Node. */
const needsTools = ['test/aspire/', 'test/editor/', 'test/extension/', 'test/cli/node20'];
/** How long a file may take, in milliseconds: three times as long as the longest needs. */
const fileLimit = 25 * 60_000;

const report = new Report();
const signal = interruptions();

async function runTests(
  title: string,
  files: readonly string[],
  filesAtOnce: number,
): Promise<void> {
  if (signal.aborted) return;
  console.log(`\n${title}: ${files.length} files`);
  const print = (text: string): unknown => process.stdout.write(text);
  report.addTests(await runTestFiles(files, { filesAtOnce, fileLimit, print, signal }));
}

// Building the editor keeps one core busy for minutes, in which most tests can run.
const setUpTools = [join('scripts', 'setup.mjs'), '--only', 'tools', '--only', 'aspire'];
const tools = runTool(nodeExecutable, setUpTools, signal);

console.log('Static checks');
for (const check of staticChecks) report.addCheck(check.name, await check.run());
await report.addBuilds();
if (signal.aborted) report.close(signal);

// As users have it: compiling is so much shorter that the machine's own wish to the contrary doesn't count.
process.env['UseSharedCompilation'] = 'true';
const compiler = await startCompiler();

const { notRun, runnable } = sortByRequirements(
  findTestFiles().required,
  missingTestRequirements(),
);
const withTools = runnable.filter((file) => needsTools.some((start) => file.startsWith(start)));
const others = runnable.filter((file) => !withTools.includes(file));
await runTests('Tests without an editor', others, 2);
const setUp = await tools;
if (!setUp.isPassed) report.addCheck('set-up of the editor', setUp);
// One editor with its browsers and builds keeps two cores busy.
await runTests('Tests in a real VS Code', withTools, 1);
await compiler.end();

report.addNotRun(notRun);
report.close(signal);
