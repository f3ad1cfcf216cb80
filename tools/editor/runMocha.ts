import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';

/** The result of one test of a suite, as written to the results file. */
export interface SuiteResult {
  readonly title: string;
  readonly error?: string;
}

/**
 * Runs the tests that `load` imports and writes their results to the file EDITOR_RESULTS; `timeout`
 * is the limit of each test, in milliseconds. EDITOR_TESTS chooses tests by title.
 */
export async function runMocha(load: () => Promise<void>, timeout: number): Promise<void> {
  leaveOutJsDebug();
  const mocha = new Mocha({ ui: 'bdd', timeout, reporter: 'spec', color: false });
  const pattern = process.env['EDITOR_TESTS'];
  if (pattern !== undefined) mocha.grep(pattern);
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
  await load();
  const results: SuiteResult[] = [];
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => results.push({ title: test.fullTitle() }))
      .on('fail', (test, error: Error) => {
        results.push({ title: test.fullTitle(), error: error.stack ?? error.message });
      });
  });
  const file = process.env['EDITOR_RESULTS'];
  if (file !== undefined) await writeFile(file, JSON.stringify(results));
  if (failures > 0) throw new Error(`${failures} editor tests failed.`);
}

/** Mocha's private listener for uncaught errors. */
const uncaughtListener = '_uncaught';

/**
 * The editor's built-in extensions run in the same process: an exception in js-debug is not a test
 * failure.
 */
function leaveOutJsDebug(): void {
  const runner = Mocha.Runner.prototype as unknown as Record<
    typeof uncaughtListener,
    (this: unknown, error: Error) => void
  >;
  const uncaught = runner[uncaughtListener];
  runner[uncaughtListener] = function (error) {
    const isJsDebugs = /[\\/]extensions[\\/]ms-vscode\.js-debug[\\/]/.test(error.stack ?? '');
    if (isJsDebugs) console.log(`js-debug has thrown: ${error.message}`);
    else uncaught.call(this, error);
  };
}
