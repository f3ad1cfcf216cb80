import { runMocha } from '../../../../tools/editor/runMocha.ts';

/**
 * The entry point in the extension host; each test may build, and starts a server and a browser.
 */
export async function run(): Promise<void> {
  const load = process.env['WITHOUT_SDK'] === undefined ? loadAll : loadNoSdk;
  await runMocha(load, 300_000);
}

async function loadAll(): Promise<void> {
  await import('./launching/pressF5.test.ts');
  await import('./shown.test.ts');
  await import('./stepping.test.ts');
  await import('./conditions.test.ts');
  await import('./exceptions.test.ts');
  await import('./restarts.test.ts');
  await import('./hotReload.test.ts');
  await import('./launching/sharing.test.ts');
  await import('./launching/palette.test.ts');
  await import('./launching/launchJson.test.ts');
  await import('./attach.test.ts');
  await import('./ends.test.ts');
  await import('./launching/failures.test.ts');
  await import('./rounds.test.ts');
  await import('./launching/prepared.test.ts');
}

async function loadNoSdk(): Promise<void> {
  await import('./launching/noSdk.test.ts');
}
