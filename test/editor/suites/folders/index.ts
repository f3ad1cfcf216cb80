import { runMocha } from '../../../../tools/editor/runMocha.ts';

/** The entry point in the extension host: runs the suite for a workspace of several folders. */
export async function run(): Promise<void> {
  await runMocha(() => import('./folders.test.ts').then(() => undefined), 240_000);
}
