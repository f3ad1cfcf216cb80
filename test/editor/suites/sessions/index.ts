import { runMocha } from '../../../../tools/editor/runMocha.ts';

/** The entry point in the extension host. */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./log.test.ts');
    await import('./places.test.ts');
    await import('./statusBar.test.ts');
    await import('./languageModels.test.ts');
    await import('./commands.test.ts');
    await import('./pages.test.ts');
    await import('./starts.test.ts');
    await import('./tree.test.ts');
    await import('./treeRows.test.ts');
    await import('./walkthrough.test.ts');
    await import('./themes.test.ts');
  }, 240_000);
}
