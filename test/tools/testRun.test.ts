import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runTestFiles } from '../../tools/testRun/testRun.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { killAfter } from '../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';

const header = "import { test } from 'node:test'; import { spawn } from 'node:child_process';\n";

/** Runs test files with these contents, and returns the counts and the output. */
async function runFiles(
  context: TestContext,
  contents: Record<string, string>,
  fileLimit: number,
  perProcess = 1,
) {
  // The files are not part of this test.
  const { NODE_TEST_CONTEXT } = process.env;
  delete process.env['NODE_TEST_CONTEXT'];
  afterTest(context, () => (process.env['NODE_TEST_CONTEXT'] = NODE_TEST_CONTEXT));
  const folder = await temporaryFolder(context);
  const files = Object.keys(contents).map((name) => join(folder, `${name}.test.mjs`));
  await Promise.all(
    Object.values(contents).map((text, index) => writeFile(files[index] ?? '', header + text)),
  );
  let printed = '';
  const print = (text: string) => void (printed += text);
  const { signal } = new AbortController();
  const options = { filesAtOnce: 2, fileLimit, print, signal };
  const run = await runTestFiles([{ files, atOnce: 2, perProcess }], options);
  assert.deepEqual(
    [...run.durations.keys()].flatMap((key) => key.split(', ')).toSorted(),
    files.toSorted(),
  );
  return { ...run, printed };
}

test('tests are counted by result, and printed in the order in which their files began', async (context) => {
  const { passed, failed, printed } = await runFiles(
    context,
    {
      slow: "test('first', () => new Promise((resolve) => setTimeout(resolve, 300)));",
      mixed:
        "test('second', () => {}); test('third', () => { throw new Error('of the third'); }); test.skip('fourth', () => {});",
      silent: '',
    },
    60_000,
  );
  assert.deepEqual({ passed, failed }, { passed: 2, failed: 3 });
  assert.match(
    printed,
    /✔ first[^]*✔ second[^]*✖ third[^]*fourth[^]*of the third[^]*silent.test.mjs ran no test/,
  );
});

test('a file that never ends is killed and counts as failed, and the others run', async (context) => {
  const { passed, failed, printed } = await runFiles(
    context,
    {
      stuck: "test('one', () => { setInterval(() => {}, 1_000); });",
      // Its stdout is open as long as the program runs.
      left: "test('two', () => { console.log('pid', spawn('sleep', ['60'], { stdio: 'inherit' }).pid); });",
      fine: "test('three', () => {});",
    },
    5_000,
  );
  killAfter(context, Number(/pid (\d+)/.exec(printed)?.[1]));
  assert.deepEqual({ passed, failed }, { passed: 3, failed: 2 });
  assert.match(printed, /✖ .*stuck\.test\.mjs/);
  assert.match(printed, /✖ .*left\.test\.mjs/);
});

test('modules that one file has compiled are kept for the next', async (context) => {
  const { passed } = await runFiles(
    context,
    {
      compiled:
        "import { getCompileCacheDir } from 'node:module'; import assert from 'node:assert'; test('one', () => assert.ok(getCompileCacheDir()));",
    },
    60_000,
  );
  assert.equal(passed, 1);
});

test('files that share a process run in order, and one without a test counts as failed', async (context) => {
  const { passed, failed, printed } = await runFiles(
    context,
    {
      slow: "test('first', async () => { await new Promise((resolve) => setTimeout(resolve, 100)); console.log('pid', process.pid); });",
      silent: '',
      last: "test('second', () => { console.log('pid', process.pid); }); test('third', () => { throw new Error('of the third'); });",
    },
    60_000,
    3,
  );
  assert.deepEqual({ passed, failed }, { passed: 2, failed: 2 });
  assert.match(printed, /✔ first[^]*✔ second[^]*✖ third[^]*silent.test.mjs ran no test/);
  const pids = [...printed.matchAll(/pid (\d+)/g)].map(([, pid]) => pid);
  assert.equal(new Set(pids).size, 1);
  assert.equal(pids.length, 2);
});

test('a shared process that can not load a file fails, and so do the files without a test', async (context) => {
  const { passed, failed, printed } = await runFiles(
    context,
    { fine: "test('one', () => {});", broken: "throw new Error('while loading');", never: '' },
    60_000,
    3,
  );
  assert.deepEqual({ passed, failed }, { passed: 1, failed: 3 });
  assert.match(
    printed,
    /while loading[^]*broken.test.mjs ran no test[^]*never.test.mjs ran no test/,
  );
});
