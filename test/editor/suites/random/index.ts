import { runMocha } from '../../../../tools/editor/runMocha.ts';

/** Called by the editor's extension host; the test sets its own limit. */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./random.test.ts');
  }, 60_000);
}
