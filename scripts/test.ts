// Everything that must hold: the static checks, then all suites, those in a real VS Code included: npm test

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from './checks/files.ts';
import { staticChecks } from './checks/staticChecks.ts';
import { runTool } from './checks/tool.ts';
import { nodeExecutable, projectEnvironment, projectFolder } from './setup/node.mjs';
import type { Counts } from './testCounts.ts';

const total = { passed: 0, failed: 0 };

function count(name: string, isPassed: boolean, output: string): void {
  total[isPassed ? 'passed' : 'failed'] += 1;
  console.log(`${isPassed ? '✔' : '✖'} ${name}`);
  if (!isPassed) console.log(output);
}

/** Runs test files one after the other, prints what they say, and counts their tests. */
async function runTests(title: string, files: readonly string[]): Promise<void> {
  console.log(`\n${title}: ${files.length} files`);
  const folder = mkdtempSync(join(tmpdir(), 'test-counts-'));
  const counts = join(folder, 'counts.json');
  const reporters = [
    ['spec', 'stdout'],
    [join(import.meta.dirname, 'testCounts.ts'), counts],
  ].flatMap(([reporter, destination]) => [
    `--test-reporter=${reporter}`,
    `--test-reporter-destination=${destination}`,
  ]);
  const args = ['--test', '--test-concurrency=1', ...reporters, ...files];
  const child = spawn(nodeExecutable, args, {
    cwd: projectFolder,
    env: projectEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const { passed, failed } = readCounts(counts);
  rmSync(folder, { recursive: true });
  total.passed += passed;
  total.failed += failed;
  if (exitCode !== 0 && failed === 0) count(title, false, `The tests ended with ${exitCode}.`);
  if (passed + failed < files.length) count(title, false, 'Some files ran no test.');
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

console.log('Static checks');
for (const check of staticChecks) {
  const { isPassed, output } = await check.run();
  count(check.name, isPassed, output);
}
for (const script of ['package', 'build:tests']) {
  const { isPassed, output } = await runTool('npm', ['run', script]);
  count(script, isPassed, output);
}

const all = filesBelow('test', '.test.ts').filter((file) => !file.includes('/node_modules/'));
const inEditor = all.filter((file) => file.startsWith('test/editor/'));
await runTests(
  'Tests without an editor',
  all.filter((file) => !inEditor.includes(file)),
);
await runTests(
  'Tests in a real VS Code',
  inEditor.filter((file) => !file.startsWith('test/editor/suites/')),
);

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
