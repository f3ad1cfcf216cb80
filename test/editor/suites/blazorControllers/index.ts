import { runMocha } from '../../../../tools/editor/runMocha.ts';

/** The entry point in the extension host; each test may build, and starts servers and browsers. */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./clients.test.ts');
    await import('./otherProjects.test.ts');
    await import('./pages.test.ts');
    await import('./diagnosis.test.ts');
  }, 480_000);
}
