import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import type { ProgramLaunchPlan } from '../../../src/launch/launchPlan.ts';
import { createPreparation, launchProgram } from '../../../src/processes/build/builtProgram.ts';
import { reportSources } from '../../../src/processes/sources/reportSources.ts';
import type { RunStrategy } from '../../../src/sessions/run/strategy.ts';
import { superviseRun } from '../../../src/sessions/run/supervisor.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const options = { clock: systemClock, watchdog: noWatchdog, grace: () => 1_000 };

/** A compiler: copies a source to the path after `-o`, and fails if it contains `error`. */
const compiler = `const { chmodSync, readFileSync, writeFileSync } = require('node:fs');
const [output, source] = process.argv.slice(3);
const text = readFileSync(source, 'utf8');
if (text.includes('error')) { console.error('a.js:1 error'); process.exit(1); }
console.log('compiled');
writeFileSync(output, '#!' + process.execPath + '\\n' + text);
chmodSync(output, 0o700);`;

interface Fixture {
  readonly folder: string;
  readonly reports: string[];
  readonly strategy: RunStrategy;
}

/** A program that is built by {@link compiler} from \`a.js\`, and prints what that says. */
async function open(context: TestContext): Promise<Fixture> {
  const folder = await temporaryFolder(context);
  await mkdir(join(folder, 'build'));
  await writeFile(join(folder, 'compile.cjs'), compiler);
  const source = join(folder, 'a.js');
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = join(folder, 'build');
  afterTest(context, () => {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  });
  const plan: Pick<ProgramLaunchPlan, 'program' | 'build'> = {
    program: {
      command: process.execPath,
      args: [],
      workingDirectory: folder,
      environment: ownEnvironment,
    },
    build: {
      args: [join(folder, 'compile.cjs'), source],
      output: { name: 'program', option: '-o' },
      programArgs: [],
    },
  };
  const prepare = createPreparation(plan, options);
  assert.ok(prepare);
  const strategy = { launch: launchProgram.bind(undefined, plan, options), prepare };
  const sources = { kind: 'package', folder } as const;
  return { folder, reports: [], strategy: reportSources(strategy, { sources }, systemClock) };
}

test('a program that is built runs on if the next build fails, and is replaced if it succeeds', async (context) => {
  const { folder, reports, strategy } = await open(context);
  const say = (text: string): Promise<void> =>
    writeFile(
      join(folder, 'a.js'),
      `console.log(${JSON.stringify(text)}); setInterval(() => 0, 1e6)`,
    );
  await say('one');
  const heard = (report: string): Promise<void> =>
    until(`${report} is reported`, () => reports.some((one) => one.includes(report)));
  const run = superviseRun({
    mode: 'NoDebug',
    create: () => strategy,
    events: {
      waiting() {},
      started: () => void reports.push('started'),
      output: (_stream, chunk) => void reports.push(Buffer.from(chunk).toString()),
      message() {},
      note: (text) => void reports.push(`log: ${text}`),
      recreation: (progress) =>
        void reports.push(progress.kind === 'failed' ? progress.error.message : progress.kind),
      ended: () => void reports.push('ended'),
      failed: ({ message }) => void reports.push(message),
    },
  });
  await heard('one');
  await say('error');
  run.recreate?.();
  await heard('The program was not replaced and runs on.');
  assert.ok(reports.includes('log: a.js:1 error\n'));
  assert.equal(reports.filter((report) => report === 'started').length, 1);
  await say('two');
  run.recreate?.();
  await heard('two');
  await heard('done');
  await run.stop();
  await heard('ended');
  assert.deepEqual(await readdir(join(folder, 'build')), []);
});
