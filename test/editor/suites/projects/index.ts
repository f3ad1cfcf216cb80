import { runMocha } from '../../../../tools/editor/runMocha.ts';

/** The entry point in the extension host; each test may build. */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./debugged.test.ts');
    await import('./debugSettings.test.ts');
    await import('./profiles.test.ts');
    await import('./filePrograms.test.ts');
    await import('./stopped.test.ts');
    await import('./restarted.test.ts');
    await import('./hotReload.test.ts');
  }, 240_000);
}
