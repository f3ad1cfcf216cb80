// Everything that must hold: the static checks, then all suites, those in a real VS Code included: npm test

import { join } from 'node:path';
import { filesBelow } from './checks/files.ts';
import { staticChecks } from './checks/staticChecks.ts';
import { runTool } from './checks/tool.ts';
import { startCompiler } from './compiler.ts';
import { nodeExecutable } from './setup/node.mjs';
import { runTestFiles } from './testRun.ts';

/** What needs code-server or the oldest Node. */
const needsTools = ['test/editor/', 'test/extension/', 'test/cli/node20'];
/** How long a file may take, in milliseconds: three times as long as the longest needs. */
const fileLimit = 25 * 60_000;

const total = { passed: 0, failed: 0 };

function count(name: string, isPassed: boolean, output: string): void {
  total[isPassed ? 'passed' : 'failed'] += 1;
  console.log(`${isPassed ? '✔' : '✖'} ${name}`);
  if (!isPassed) console.log(output);
}

async function runTests(
  title: string,
  files: readonly string[],
  filesAtOnce: number,
): Promise<void> {
  console.log(`\n${title}: ${files.length} files`);
  const print = (text: string): unknown => process.stdout.write(text);
  const { passed, failed } = await runTestFiles(files, { filesAtOnce, fileLimit, print });
  total.passed += passed;
  total.failed += failed;
}

// Building the editor keeps one core busy for minutes, in which most tests can run.
const tools = runTool(nodeExecutable, [join('scripts', 'setup.mjs'), '--only', 'tools']);

console.log('Static checks');
for (const check of staticChecks) {
  const { isPassed, output } = await check.run();
  count(check.name, isPassed, output);
}
for (const script of ['package', 'build:tests']) {
  const { isPassed, output } = await runTool('npm', ['run', script]);
  count(script, isPassed, output);
}

// As users have it: compiling is so much shorter that the machine's own wish to the contrary doesn't count.
process.env['UseSharedCompilation'] = 'true';
const compiler = await startCompiler();

const all = filesBelow('test', '.test.ts').filter((file) => !file.includes('/node_modules/'));
const suites = all.filter((file) => !file.startsWith('test/editor/suites/'));
const withTools = suites.filter((file) => needsTools.some((start) => file.startsWith(start)));
const others = suites.filter((file) => !withTools.includes(file));
await runTests('Tests without an editor', others, 2);
const setUp = await tools;
if (!setUp.isPassed) count('set-up of the editor', false, setUp.output);
// One editor with its browsers and builds keeps two cores busy.
await runTests('Tests in a real VS Code', withTools, 1);
await compiler.end();

console.log(`\n${total.passed} passed, ${total.failed} failed`);
// Not even what a test has left running keeps the result.
process.exit(total.failed === 0 ? 0 : 1);
