// What is known of a suite that doesn't end.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createInterface } from 'node:readline';
import { reportResults, type Subtests } from '../../../tools/editor/suiteResults.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const suite = join(import.meta.dirname, '../../../tools/editor/selfCheck/stuckTests.ts');

test('A suite that does not end has shown each failure and written each result', async (context) => {
  const results = join(await temporaryFolder(context), 'results.jsonl');
  const lines = await outputUntilStuck(context, results);
  assert.ok(
    lines.some((line) => line.includes('Error: failing on purpose')),
    lines.join('\n'),
  );

  const subtests = new RecordedSubtests();
  const late = Promise.reject(new Error('The suite did not end.'));
  await assert.rejects(reportResults(subtests, results, late), /did not end/);
  assert.deepEqual(subtests.titles, ['Tests that get stuck passes', 'Tests that get stuck fails']);
  assert.equal(subtests.errors.length, 1);
  assert.match(subtests.errors[0] ?? '', /failing on purpose/);
});

test('A suite that ends without a result has failed', async (context) => {
  const results = join(await temporaryFolder(context), 'results.jsonl');
  const reported = reportResults(new RecordedSubtests(), results, Promise.resolve(0));
  await assert.rejects(reported, /no test ran/);
});

/** Runs the suite until its last test waits, and resolves to the lines of its output. */
async function outputUntilStuck(context: TestContext, results: string): Promise<string[]> {
  const running = spawn(process.execPath, [suite], {
    env: { ...process.env, EDITOR_RESULTS: results },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  afterTest(context, async () => {
    const exited = once(running, 'exit');
    running.kill();
    await exited;
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    if (line === 'waiting on purpose') break;
    lines.push(line);
  }
  return lines;
}

/** Runs subtests without reporting them. */
class RecordedSubtests implements Subtests {
  readonly titles: string[] = [];
  readonly errors: string[] = [];

  async test(title: string, run: () => void): Promise<void> {
    this.titles.push(title);
    try {
      run();
    } catch (error) {
      this.errors.push(String(error));
    }
  }
}
