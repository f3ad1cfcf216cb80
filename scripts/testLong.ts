// The tests that take too long for npm test, in files named *.long.test.ts: npm run test:long [-- --write] [part of a path]...

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../tools/setup/node.mjs';
import { missingTestRequirements } from '../tools/setup/testRequirements.mjs';
import { interruptions } from '../tools/start/signals.ts';
import { startCompiler } from '../tools/testRun/compiler.ts';
import { type LongRun, withLongRuns } from '../tools/testRun/longRuns.ts';
import { Report } from '../tools/testRun/report.ts';
import { findTestFiles, selectFiles, sortByRequirements } from '../tools/testRun/testFiles.ts';
import { runTestFiles } from '../tools/testRun/testRun.ts';

/** The timeout of a file, in milliseconds. */
const fileLimit = 3 * 60 * 60_000;

const report = new Report();
const signal = interruptions();
const { long } = findTestFiles();

async function runFile(file: string): Promise<LongRun> {
  console.log(`\n${file}`);
  const print = (text: string): unknown => process.stdout.write(text);
  const started = new Date();
  const group = { files: [file], atOnce: 1 };
  const { failed, passed } = await runTestFiles([group], {
    filesAtOnce: 1,
    fileLimit,
    print,
    signal,
  });
  report.addTests({ failed, passed });
  return { file, started, milliseconds: Date.now() - started.getTime(), failed, passed };
}

async function record(run: LongRun): Promise<void> {
  const path = join(projectFolder, 'BENCHMARKS.md');
  await writeFile(path, withLongRuns(await readFile(path, 'utf8'), [run], long));
}

const { positionals, values } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = selectFiles(long, positionals);
if (chosen.length === 0) {
  console.error(`No long test has such a path. Choose from:\n${long.join('\n')}`);
  process.exit(2);
}

await report.addBuilds();
process.env['UseSharedCompilation'] = 'true';
const compiler = await startCompiler();
const { notRun, runnable } = sortByRequirements(chosen, missingTestRequirements());
for (const file of runnable) {
  if (signal.aborted) break;
  const run = await runFile(file);
  if (values.write && !signal.aborted) await record(run);
}
await compiler.end();
report.addNotRun(notRun);
report.close(signal);
