import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** The result of one test of a suite. */
export interface SuiteResult {
  readonly title: string;
  readonly error?: string;
}

/** Runs subtests, like the context of a test. */
export interface Subtests {
  test(title: string, run: () => void): Promise<void>;
}

/** Adds a result to the results file, which has one line for each. */
export function appendResult(file: string, result: SuiteResult): void {
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}

/**
 * Waits for the suite to end, and reports each test in the results file as a subtest. If the suite
 * doesn't end, rejects as `ended` does, after reporting the tests that ended.
 */
export async function reportResults(
  subtests: Subtests,
  file: string,
  ended: Promise<number>,
): Promise<void> {
  const [end] = await Promise.allSettled([ended]);
  const results = await readResults(file);
  for (const { title, error } of results) {
    await subtests.test(title, () => {
      assert.ok(error === undefined, error);
    });
  }
  if (end.status === 'rejected') throw end.reason;
  assert.ok(results.length > 0, 'no test ran');
  const failed = results.filter(({ error }) => error !== undefined).map(({ title }) => title);
  assert.deepEqual({ exitCode: end.value, failed }, { exitCode: 0, failed: [] });
}

async function readResults(file: string): Promise<readonly SuiteResult[]> {
  // The file doesn't exist before the first result.
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SuiteResult);
}
