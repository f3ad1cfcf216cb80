import { runMocha } from '../../../../tools/editor/runMocha.ts';

/** The entry point in the extension host; each test builds and starts an AppHost. */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./terminals.test.ts');
    await import('./appHosts.test.ts');
    await import('./programs.test.ts');
    await import('./crashes.test.ts');
  }, 900_000);
}
