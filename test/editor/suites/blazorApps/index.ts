import { runMocha } from '../../../../tools/editor/runMocha.ts';

/**
 * The entry point in the extension host; each test may build, and starts a server and a browser.
 */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./newest.test.ts');
    await import('./pages.test.ts');
    await import('./elsewhere.test.ts');
    await import('./published.test.ts');
  }, 480_000);
}
