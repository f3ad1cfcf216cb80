import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';

/** How one test of a suite ended, as the outside is told. */
export interface SuiteResult {
  readonly title: string;
  readonly error?: string;
}

/** Called by the editor's extension host: runs every suite and writes the results to a file. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'spec', color: false });
  const pattern = process.env['EDITOR_TESTS'];
  if (pattern !== undefined) mocha.grep(pattern);
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
  await import('./nodePrograms.test.ts');
  await import('./ends.test.ts');
  await import('./adapterPrograms.test.ts');
  await import('./controllers.test.ts');
  await import('./terminals.test.ts');
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
