import { runMocha } from '../runMocha.ts';

/** Called by the editor's extension host; each test may build, and starts a server and a browser. */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./pressF5.test.ts');
    await import('./restarts.test.ts');
    await import('./sharing.test.ts');
    await import('./ends.test.ts');
    await import('./failures.test.ts');
    await import('./rounds.test.ts');
  }, 180_000);
}
