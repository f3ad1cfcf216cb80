import { runMocha } from '../../../tools/editor/runMocha.ts';

/** The entry point in the extension host: runs every suite and writes the results to a file. */
export async function run(): Promise<void> {
  await runMocha(async () => {
    await import('./nodePrograms.test.ts');
    await import('./ends.test.ts');
    await import('./adapterPrograms.test.ts');
    await import('./controllers.test.ts');
    await import('./modes.test.ts');
    await import('./userControllers.test.ts');
    await import('./terminals.test.ts');
    await import('./kubeconfig.test.ts');
    await import('./commandLine.test.ts');
    await import('./notifications.test.ts');
    await import('./fullDisk.test.ts');
  }, 240_000);
}
