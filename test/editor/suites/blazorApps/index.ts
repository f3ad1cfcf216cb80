import { runMocha } from '../../../../tools/editor/runMocha.ts';

/**
 * The entry point in the extension host; each test may build, and starts a server and a browser.
 * PREPARED_SERVER chooses the tests of an app that is prepared with its server.
 */
export async function run(): Promise<void> {
  const load = process.env['PREPARED_SERVER'] === undefined ? loadAll : loadPrepared;
  await runMocha(load, 480_000);
}

async function loadAll(): Promise<void> {
  await import('./newest.test.ts');
  await import('./pages.test.ts');
  await import('./elsewhere.test.ts');
  await import('./published.test.ts');
}

async function loadPrepared(): Promise<void> {
  await import('./prepared.test.ts');
}
