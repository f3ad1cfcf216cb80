import Mocha from 'mocha';
import { appendResult, type SuiteResult } from './suiteResults.ts';

/**
 * Runs the tests that `load` imports and appends each result to the file EDITOR_RESULTS; `timeout`
 * is the limit of each test, in milliseconds. EDITOR_TESTS chooses tests by title.
 */
export async function runMocha(load: () => Promise<void>, timeout: number): Promise<void> {
  leaveOutJsDebug();
  const mocha = new Mocha({ ui: 'bdd', timeout, reporter: 'spec', color: false });
  const pattern = process.env['EDITOR_TESTS'];
  if (pattern !== undefined) mocha.grep(pattern);
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
  await load();
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => record({ title: test.fullTitle() }))
      .on('fail', (test, reason: Error) => {
        const error = reason.stack ?? reason.message;
        // The reporter shows errors after the last test, which a suite may never reach.
        console.log(error.replaceAll(/^/gm, '      '));
        record({ title: test.fullTitle(), error });
      });
  });
  if (failures > 0) throw new Error(`${failures} editor tests failed.`);
}

function record(result: SuiteResult): void {
  const file = process.env['EDITOR_RESULTS'];
  if (file !== undefined) appendResult(file, result);
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
