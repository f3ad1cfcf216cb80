import { type CheckResult, runTool } from '../checks/tool.ts';
import type { RunnableFiles } from './testFiles.ts';
import type { Counts, TestRun } from './testRun.ts';

/** How many of the slowest files are listed. */
const longestFiles = 10;

/** Counts what passed and failed, and prints each check with the output of those that failed. */
export class Report {
  #passed = 0;
  #failed = 0;

  addTests({ failed, passed }: Counts): void {
    this.#passed += passed;
    this.#failed += failed;
  }

  /** Counts the tests of files, and prints the slowest files. */
  addRun({ durations, ...counts }: TestRun): void {
    this.addTests(counts);
    const sorted = [...durations].toSorted(([, one], [, other]) => other - one);
    console.log('\nLongest files:');
    for (const [file, milliseconds] of sorted.slice(0, longestFiles))
      console.log(`${Math.round(milliseconds / 1000)} s ${file}`);
  }

  addCheck(name: string, { isPassed, output }: CheckResult): void {
    this.addTests(isPassed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
    console.log(`${isPassed ? '✔' : '✖'} ${name}`);
    if (!isPassed) console.log(output);
  }

  /** Counts test files that can't run here as failed, and prints what each of them needs. */
  addNotRun(files: RunnableFiles['notRun']): void {
    for (const { file, needs } of files) {
      const missing = needs.map(
        ({ debianPackage, name }) => `${name} (on Debian: ${debianPackage})`,
      );
      const output = `Needs ${missing.join(', ')}, which is not installed.`;
      this.addCheck(`${file} was not run`, { isPassed: false, output });
    }
  }

  /** Builds what tests run: the extension, the command and the editor suites. */
  async addBuilds(): Promise<void> {
    for (const script of ['package', 'build:tests'])
      this.addCheck(script, await runTool('npm', ['run', script]));
  }

  /** Prints the totals and ends the process, even if a test has left something running. An interrupted run has failed. */
  close({ aborted }: AbortSignal): never {
    if (aborted) this.addCheck('run to the end', { isPassed: false, output: 'Interrupted.' });
    console.log(`\n${this.#passed} passed, ${this.#failed} failed`);
    process.exit(this.#failed === 0 ? 0 : 1);
  }
}
