import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';

/** How one test of a suite ended, as the outside is told. */
export interface SuiteResult {
  readonly title: string;
  readonly error?: string;
}

/**
 * Runs the tests that `load` brings and writes their results to the file EDITOR_RESULTS; `timeout` holds
 * for each test, in milliseconds. EDITOR_TESTS chooses tests by their titles.
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

/** What Mocha calls for an error that nobody has caught, by the name that its runner has for it. */
const uncaughtListener = '_uncaught';

/** Extensions that the editor brings run in the same process: what js-debug throws is no test's failure. */
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
