import { runMocha } from '../../../../tools/editor/runMocha.ts';

/** The entry point in the extension host: runs every suite and writes the results to a file. */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./debuggers.test.ts');
    await import('./addedTypes.test.ts');
    await import('./debugSettings.test.ts');
    await import('./extensionApi.test.ts');
  }, 240_000);
}
