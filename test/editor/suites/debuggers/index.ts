import { runMocha } from '../../../../tools/editor/runMocha.ts';

/** The entry point in the extension host: runs every suite and writes the results to a file. */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./programs.test.ts');
    await import('./python.test.ts');
    await import('./go.test.ts');
  }, 240_000);
}
